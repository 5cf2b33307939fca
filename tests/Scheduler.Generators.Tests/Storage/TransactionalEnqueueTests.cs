using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>The overload that enqueues with a transaction is there where it can be used, and changes no call that compiles without it.</summary>
public class TransactionalEnqueueTests
{
    private const string Overload = "global::System.Data.Common.DbTransaction ";

    [Fact]
    public void Typed() => GeneratorTest.Verify(
        """
        using System.Threading;
        using GeneratedScheduler;

        namespace MyApp;

        public static class Payments
        {
            [ScheduledTask("payments.collect")]
            public static string Collect(string customer, int transaction, int EnqueueAsync, long? amount = null, CancellationToken cancellation = default) => customer;
        }
        """,
        "Typed",
        options: StoredProgram.Options("sql"));

    [Theory]
    [InlineData("sql", true)]
    [InlineData("all", true)]
    [InlineData("json", false)]
    [InlineData("none", false)]
    public void Is_emitted_where_a_mapper_is(string storage, bool isEmitted) => Assert.Equal(isEmitted, Emits("int a", storage));

    [Theory]
    [InlineData("int a")]
    [InlineData("int a = 1")]
    [InlineData("string a")]
    [InlineData("string a = \"x\"")]
    [InlineData("int a, string? b = null, [NotStored] object? c = null")]
    [InlineData("Guid a, [NotStored] DbTransaction? b = null")]
    [InlineData("IReadOnlyList<int> a")]
    [InlineData("DayOfWeek a, params int[] b")]
    [InlineData("DateTime a, [NotStored] IDisposable? b = null")]
    public void Is_emitted_where_a_call_can_mean_only_one_thing(string parameters) => Assert.True(Emits(parameters));

    [Theory]
    [InlineData("")]
    [InlineData("string? a")]
    [InlineData("int? a")]
    [InlineData("params int[] a")]
    [InlineData("[NotStored] DbTransaction a = null!")]
    [InlineData("[NotStored] MyTransaction a = null!")]
    [InlineData("[NotStored] IDbTransaction a = null!")]
    [InlineData("[NotStored] IDisposable a = null!")]
    [InlineData("[NotStored] IAsyncDisposable a = null!")]
    [InlineData("[NotStored] MarshalByRefObject a = null!")]
    [InlineData("[NotStored] object a = null!")]
    [InlineData("[NotStored] dynamic a = null!")]
    public void Is_not_emitted_where_the_first_argument_could_be_both(string parameters) => Assert.False(Emits(parameters));

    [Fact]
    public void Is_not_emitted_where_old_code_takes_null_everywhere() => Assert.False(Emits("string a", before: "#nullable disable"));

    // Each call binds to what it says, with and without the overload beside it.
    [Theory]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(1)", "int")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(1, 2)", "int")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(1, 2, null, t)", "int")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(new RunTask(1), null, t)", "RunTask")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(tx, new RunTask(1))", "DbTransaction, RunTask")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(tx, new RunTask(1), null, t)", "DbTransaction, RunTask")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(tx, 1)", "DbTransaction, int")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(tx, 1, 2, null, t)", "DbTransaction, int")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(mine, 1, cancellationToken: t)", "DbTransaction, int")]
    [InlineData("int a, int b = 2", "s.EnqueueAsync(a: 1, transaction: tx)", "DbTransaction, int")]
    [InlineData("string a = \"x\", string? b = null", "s.EnqueueAsync(\"x\", null)", "string")]
    [InlineData("string a = \"x\", string? b = null", "s.EnqueueAsync(\"x\", null, null)", "string")]
    [InlineData("string a = \"x\", string? b = null", "s.EnqueueAsync(tx)", "DbTransaction, string")]
    [InlineData("string a = \"x\", string? b = null", "s.EnqueueAsync(tx, \"x\", null)", "DbTransaction, string")]
    [InlineData("", "s.EnqueueAsync(null)", "EnqueueOptions")]
    [InlineData("", "s.EnqueueAsync(null, t)", "EnqueueOptions")]
    [InlineData("", "s.EnqueueAsync(tx, new RunTask())", "DbTransaction, RunTask")]
    [InlineData("string? a = null, string? b = null", "s.EnqueueAsync(null)", "string")]
    [InlineData("string? a = null, string? b = null", "s.EnqueueAsync(null, \"x\")", "string")]
    [InlineData("string? a = null, string? b = null", "s.EnqueueAsync(tx, new RunTask(null))", "DbTransaction, RunTask")]
    [InlineData("[NotStored] object a = null!", "s.EnqueueAsync(tx, new RunTask())", "DbTransaction, RunTask")]
    [InlineData("[NotStored] object a = null!", "s.EnqueueAsync((object)tx)", "object")]
    [InlineData("[NotStored] DbTransaction a = null!", "s.EnqueueAsync(tx, new RunTask(tx))", "DbTransaction, RunTask")]
    [InlineData("[NotStored] DbTransaction a = null!", "s.EnqueueAsync(tx, null, t)", "DbTransaction")]
    public void Calls_mean_what_they_say(string parameters, string call, string expected)
    {
        string source = Source(parameters) + $$"""
            public static class Caller
            {
                public static async Task CallAsync(RunScheduler s, DbTransaction tx, MyTransaction mine, CancellationToken t) => await {{call}};
            }
            """;
        GeneratorRun run = GeneratorTest.Verify(source, options: StoredProgram.Options("sql"));
        SyntaxTree tree = run.Output.SyntaxTrees.First();
        SemanticModel model = run.Output.GetSemanticModel(tree);
        var invocation = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax>().Single();
        var method = Assert.IsAssignableFrom<IMethodSymbol>(model.GetSymbolInfo(invocation, TestContext.Current.CancellationToken).Symbol);
        Assert.Equal(expected, string.Join(", ", method.Parameters.Select(p => p.Type.Name switch { "Int32" => "int", "String" => "string", "Object" => "object", string name => name })
            .Take(expected.Split(", ").Length)));
    }

    private static bool Emits(string parameters, string storage = "sql", string before = "") =>
        GeneratorTest.Verify(Source(parameters, before), options: StoredProgram.Options(storage)).Text.Contains(Overload + "transaction,", StringComparison.Ordinal);

    private static string Source(string parameters, string before = "") => $$"""
        {{before}}
        using System;
        using System.Collections.Generic;
        using System.Data;
        using System.Data.Common;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        [assembly: TaskJsonContext(typeof(MyJson))]
        [JsonSerializable(typeof(IReadOnlyList<int>))]
        [JsonSerializable(typeof(int[]))]
        [JsonSerializable(typeof(object))]
        [JsonSerializable(typeof(IDisposable))]
        [JsonSerializable(typeof(DbTransaction))]
        internal sealed partial class MyJson : JsonSerializerContext;
        public abstract class MyTransaction : DbTransaction;
        public static class Work { [ScheduledTask] public static void Run({{parameters}}) { } }

        """;
}
