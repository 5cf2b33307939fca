using GeneratedScheduler.CodeFixes.Settings;
using GeneratedScheduler.CodeFixes.Storage;
using GeneratedScheduler.CodeFixes.Tests.Testing;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GeneratedScheduler.CodeFixes.Tests.Storage;

public class ColumnFixTests
{
    private const string MySql = "GeneratedScheduler.Sql.MySql";

    private static readonly string Long = new('a', 70);

    [Theory]
    [InlineData("[TaskColumn({|GS0039:\"task_id\"|}, IsIndexed = true)] int a", "[TaskColumn(\"id\", IsIndexed = true)] int a")]
    [InlineData("[TaskColumn({|GS0039:\"a\\nb\"|})] int a", "[TaskColumn(\"ab\")] int a")]
    [InlineData("[TaskColumn({|GS0039:\"task_id\"|})] int a, [TaskColumn({|GS0039:\"task_state\"|})] int b", "[TaskColumn(\"id\")] int a, [TaskColumn(\"state\")] int b")]
    public Task A_column_gets_a_valid_name(string parameters, string expected) => VerifyAsync<StorageNameCodeFix>(parameters, expected);

    [Fact]
    public Task A_column_that_is_too_long_is_cut() =>
        VerifyAsync<StorageNameCodeFix>($"[TaskColumn({{|GS0039:\"{Long}\"|}})] int a", $"[TaskColumn(\"{Long[..63]}\")] int a");

    [Theory]
    [InlineData("[TaskColumn({|GS0039:\"\"|})] int a")]
    [InlineData("[TaskColumn({|GS0039:\"task_\"|})] int a")]
    [InlineData("[FormerName({|GS0039:\"\"|})] int a")]
    public Task No_name_is_offered_where_nothing_can_be_kept(string parameters) => VerifyAsync<StorageNameCodeFix>(parameters, parameters);

    [Fact]
    public Task A_table_and_a_property_get_valid_names() => CodeFixTest.VerifyStoredAsync<StorageNameCodeFix>(
        $$"""
        public class Result
        {
            // Kept.
            [TaskColumn({|GS0039:"task_x"|})]
            public int X { get; set; }
        }

        public static class Work
        {
            // Runs at night.
            [ScheduledTask("run"), TaskTable({|GS0039:"{{Long}}"|})]
            public static void Run() { }

            [ScheduledTask("other"), TaskTable({|GS0039:"b{{Long}}"|})]
            public static Result Walk() => new();
        }

        [ScheduledTask("payload")]
        public class Payload
        {
            [TaskColumn({|GS0039:"TASK_id"|})]
            public int TaskId { get; set; }

            [Actuator] public static void Run(Payload payload) { }
        }
        """,
        $$"""
        public class Result
        {
            // Kept.
            [TaskColumn("x")]
            public int X { get; set; }
        }

        public static class Work
        {
            // Runs at night.
            [ScheduledTask("run"), TaskTable("{{Long[..48]}}")]
            public static void Run() { }

            [ScheduledTask("other"), TaskTable("b{{Long[..47]}}")]
            public static Result Walk() => new();
        }

        [ScheduledTask("payload")]
        public class Payload
        {
            [TaskColumn("id")]
            public int TaskId { get; set; }

            [Actuator] public static void Run(Payload payload) { }
        }
        """);

    [Theory]
    [InlineData("int customerName, [TaskColumn(\"customer_name\")] int {|GS0038:other|}", "int customerName, [TaskColumn(\"other\")] int other")]
    [InlineData("int a, int {|GS0038:A|}", "int a, [TaskColumn(\"a_2\")] int A")]
    [InlineData("[TaskColumn(\"b\")] int a, int {|GS0038:b|}", "[TaskColumn(\"b\")] int a, [TaskColumn(\"b_2\")] int b")]
    public Task A_member_gets_a_column_of_its_own(string parameters, string expected) => VerifyAsync<OwnColumnCodeFix>(parameters, expected);

    [Theory]
    [InlineData("[FormerName(\"b\")] int {|GS0038:a|}, int b")]
    public Task Former_names_are_left_alone(string parameters) => VerifyAsync<OwnColumnCodeFix>(parameters, parameters);

    [Theory]
    [InlineData("[TaskColumn(Length = {|GS0041:10|})] int a", "[TaskColumn] int a")]
    [InlineData("[TaskColumn(\"b\", Precision = {|GS0041:10|})] int a", "[TaskColumn(\"b\")] int a")]
    [InlineData("[TaskColumn(Storage = {|GS0041:ColumnStorage.EnumName|}, IsIndexed = true)] int a", "[TaskColumn(IsIndexed = true)] int a")]
    public async Task A_setting_that_does_not_fit_is_left_out(string parameters, string expected)
    {
        await VerifyAsync<RemoveSettingCodeFix>(parameters, expected);
        await VerifyAsync<IndexedLengthCodeFix>(parameters, parameters);
    }

    [Theory]
    [InlineData("[TaskColumn(IsIndexed = {|GS0041:true|})] string a", "[TaskColumn(IsIndexed = true, Length = 191)] string a")]
    [InlineData("[TaskColumn(IsIndexed = {|GS0041:true|}, Length = 500)] string? a", "[TaskColumn(IsIndexed = true, Length = 191)] string? a")]
    [InlineData("[TaskColumn(IsIndexed = {|GS0041:true|})] byte[] a, [TaskColumn(IsIndexed = {|GS0041:true|})] DayOfWeek? b", "[TaskColumn(IsIndexed = true, Length = 767)] byte[] a, [TaskColumn(IsIndexed = true, Length = 191)] DayOfWeek? b")]
    public async Task An_index_gets_a_length(string parameters, string expected)
    {
        await CodeFixTest.VerifyStoredAsync<IndexedLengthCodeFix>(Source(parameters), Source(expected), MySql);
        await CodeFixTest.VerifyStoredAsync<RemoveSettingCodeFix>(Source(parameters), Source(parameters), MySql);
    }

    [Theory]
    [InlineData("[{|GS0042:NotStored|}] int a", "int a")]
    [InlineData("[{|GS0042:NotStored|}, TaskColumn(\"b\")] int a, [TaskColumn(\"c\")] [{|GS0042:NotStored|}] int d", "[TaskColumn(\"b\")] int a, [TaskColumn(\"c\")] int d")]
    public Task What_has_no_default_is_stored(string parameters, string expected) => VerifyAsync<StoreMemberCodeFix>(parameters, expected);

    [Fact]
    public Task A_property_without_a_default_is_stored() => CodeFixTest.VerifyStoredAsync<StoreMemberCodeFix>(
        """
        [ScheduledTask]
        public class Payload
        {
            // Kept.
            [{|GS0042:NotStored|}]
            public required int A { get; set; }

            [Actuator] public static void Run(Payload payload) { }
        }
        """,
        """
        [ScheduledTask]
        public class Payload
        {
            // Kept.
            public required int A { get; set; }

            [Actuator] public static void Run(Payload payload) { }
        }
        """);

    private static Task VerifyAsync<TFix>(string parameters, string expected)
        where TFix : CodeFixProvider, new() => CodeFixTest.VerifyStoredAsync<TFix>(Source(parameters), Source(expected));

    private static string Source(string parameters) => $$"""
        public static class Work
        {
            [ScheduledTask]
            public static void Run({{parameters}}) { }
        }
        """;
}
