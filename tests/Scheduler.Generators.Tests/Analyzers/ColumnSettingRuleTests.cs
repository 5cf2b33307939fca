using System.Text.RegularExpressions;
using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class ColumnSettingRuleTests
{
    private const string MySql = "GeneratedScheduler.Sql.MySql";
    private const string PostgreSql = "GeneratedScheduler.Sql.PostgreSql";

    private const string Json = """
        [assembly: TaskJsonContext(typeof(MyJson))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<int>))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, object>))]
        internal sealed partial class MyJson : System.Text.Json.Serialization.JsonSerializerContext;

        """;

    [Theory]
    [InlineData("[TaskColumn(Length = {|GS0041:10|})] int a")]
    [InlineData("[TaskColumn(Length = {|GS0041:-1|})] string a")]
    [InlineData("[TaskColumn(Length = {|GS0041:10|})] DateTime a")]
    [InlineData("[TaskColumn(Precision = {|GS0041:10|})] double a")]
    [InlineData("[TaskColumn(Scale = {|GS0041:2|})] decimal a")]
    [InlineData("[TaskColumn(Precision = 2, Scale = {|GS0041:3|})] decimal a")]
    [InlineData("[TaskColumn(Precision = 2, Scale = {|GS0041:-1|})] decimal a")]
    [InlineData("[TaskColumn(Precision = {|GS0041:-2|})] decimal a")]
    [InlineData("[TaskColumn(Storage = {|GS0041:ColumnStorage.EnumName|})] int a")]
    [InlineData("[TaskColumn(Storage = {|GS0041:ColumnStorage.EnumNumber|})] string a")]
    [InlineData("[TaskColumn(Storage = {|GS0041:ColumnStorage.Timestamp|})] DateOnly a")]
    [InlineData("[TaskColumn(Storage = {|GS0041:(ColumnStorage)9|})] int a")]
    public async Task GS0041_settings_that_do_not_fit_the_type(string parameter)
    {
        await VerifyAsync(Method(parameter), emittedFiles: 2, storage: "sql");
        await VerifyAsync(Unmarked(Method(parameter)), emittedFiles: 3, storage: "json");
    }

    [Fact]
    public Task GS0041_an_index_on_JSON() => VerifyAsync(
        Json + Method("[TaskColumn(IsIndexed = {|GS0041:true|})] List<int> a"), emittedFiles: 2, storage: "sql");

    [Fact]
    public Task GS0041_a_column_of_a_result_in_parts() => VerifyAsync(
        "public static class A { [ScheduledTask] [return: TaskColumn({|GS0041:\"x\"|})] public static (int, int) Run() => default; }", emittedFiles: 2, storage: "sql");

    [Theory]
    [InlineData("[TaskColumn(Length = 10, IsIndexed = true)] string a, [TaskColumn(Length = 5)] byte[] b")]
    [InlineData("[TaskColumn(Precision = 10)] decimal a, [TaskColumn(Precision = 10, Scale = 10)] decimal? b")]
    [InlineData("[TaskColumn(Storage = ColumnStorage.Timestamp)] DateTime? a, [TaskColumn(Storage = ColumnStorage.EnumNumber)] DayOfWeek b, [TaskColumn(Storage = ColumnStorage.EnumName)] AttributeTargets c")]
    [InlineData("[TaskColumn(Length = 20000, IsIndexed = true)] string a, [TaskColumn(Precision = 2000)] decimal b")]
    public Task GS0041_is_silent_on_settings_that_fit(string parameters) => VerifyAsync(Method(parameters), emittedFiles: 3, storage: "sql");

    [Theory]
    [InlineData(MySql, "[TaskColumn(IsIndexed = {|GS0041:true|})] string a")]
    [InlineData(MySql, "[TaskColumn(IsIndexed = {|GS0041:true|}, Length = 192)] string a")]
    [InlineData(MySql, "[TaskColumn(IsIndexed = true, Length = 191)] string a, [TaskColumn(IsIndexed = true)] DateTime b, [TaskColumn(IsIndexed = true)] Guid c")]
    [InlineData(MySql, "[TaskColumn(IsIndexed = {|GS0041:true|})] byte[] a")]
    [InlineData(MySql, "[TaskColumn(IsIndexed = true, Length = 767)] byte[] a")]
    [InlineData(MySql, "[TaskColumn(IsIndexed = {|GS0041:true|})] DayOfWeek a")]
    [InlineData(MySql, "[TaskColumn(Length = {|GS0041:16384|})] string a")]
    [InlineData(MySql, "[TaskColumn(Precision = {|GS0041:66|})] decimal a")]
    [InlineData(MySql, "[TaskColumn(Precision = 65, Scale = {|GS0041:31|})] decimal a")]
    [InlineData(PostgreSql, "[TaskColumn(Precision = {|GS0041:1001|})] decimal a")]
    [InlineData(PostgreSql, "[TaskColumn(Precision = 1000, Scale = 31)] decimal a, [TaskColumn(IsIndexed = true, Length = 673)] string b")]
    [InlineData(PostgreSql, "[TaskColumn(IsIndexed = {|GS0041:true|})] string a")]
    [InlineData(PostgreSql, "[TaskColumn(IsIndexed = {|GS0041:true|}, Length = 674)] string a")]
    [InlineData(PostgreSql, "[TaskColumn(IsIndexed = {|GS0041:true|}, Length = 2693)] byte[] a")]
    [InlineData(PostgreSql, "[TaskColumn(IsIndexed = true, Length = 2692)] byte[] a, [TaskColumn(IsIndexed = true)] DayOfWeek b, [TaskColumn(IsIndexed = true)] Guid c")]
    public Task GS0041_what_a_referenced_database_cannot_hold(string dialect, string parameters) => AnalyzerTest.VerifyAsync(
        Method(parameters), emittedFiles: 3, project: ProjectSetup.Referencing("GeneratedScheduler.Sql", dialect));

    private static string Method(string parameters) => $"public static class A {{ [ScheduledTask] public static void Run({parameters}) {{ }} }}";

    // The same without marks: what matters to columns only.
    private static string Unmarked(string source) => Regex.Replace(source, @"\{\|GS\d+:(.*?)\|\}", "$1");

    private static async Task VerifyAsync(string source, int emittedFiles, string storage = "all") =>
        await AnalyzerTest.VerifyAsync(source, emittedFiles, project: ProjectSetup.WithStorage(storage));
}
