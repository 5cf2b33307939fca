using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GeneratedScheduler.Generators.Tests.Testing;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>Every example of the pages about durable tasks compiles without a warning.</summary>
public partial class StoragePagesTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // What an example that is a piece of a method finds around it; its task is that of the page about delivery.
    private const string Around = """
        using System.Data.Common;
        using GeneratedScheduler;
        using GeneratedScheduler.Storage;
        using GeneratedScheduler.Sql;
        using GeneratedScheduler.Sql.PostgreSql;
        using GeneratedScheduler.Sql.Sqlite;
        using Microsoft.Data.Sqlite;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Npgsql;

        internal static class Example
        {
            internal static async Task RunAsync(
                HostApplicationBuilder builder, CollectScheduler payments, NpgsqlDataSource dataSource, DbTransaction open,
                string connectionString, Guid order, string text, CancellationToken cancellationToken)
            {
                await Task.Yield();
        /* here */
            }
        }
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. TestCompilation.References,
        .. new[]
        {
            typeof(Sql.SqlSchemaException), typeof(SqliteStore), typeof(PostgreSqlStore), typeof(NpgsqlConnection), typeof(SqliteConnection),
            typeof(MySqlStore), typeof(MySqlConnection),
            typeof(HostApplicationBuilder), typeof(IHostApplicationBuilder), typeof(Microsoft.Extensions.Configuration.IConfiguration),
        }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
    ];

    [Theory]
    [InlineData("storage", 11)]
    [InlineData("schema-changes", 4)]
    [InlineData("several-processes", 2)]
    [InlineData("delivery", 3)]
    [InlineData("transactional-enqueue", 3)]
    public void Every_example_compiles_without_a_warning(string page, int examples)
    {
        List<string> found = ExamplesOf(page);
        Assert.Equal(examples, found.Count);
        string task = ExamplesOf("delivery")[0];
        foreach (string example in found)
        {
            string[] sources = IsWhole(example) ? [ImplicitUsings, example] : [ImplicitUsings, task, Around.Replace("/* here */", example)];
            CSharpCompilation input = TestCompilation.Create(sources).WithReferences(References);
            GeneratorRun run = GeneratorRun.Start(input, others: JsonGenerator.For(example));
            Assert.Equal("", string.Join('\n', TestCompilation.Problems(run.Output, run.Trees).Where(problem => !Accepted().IsMatch(problem))));
        }
    }

    private static bool IsWhole(string example) => example.StartsWith("using ", StringComparison.Ordinal);

    private static List<string> ExamplesOf(string page) => [.. Example().Matches(File.ReadAllText(PathOf(page))).Select(match => match.Groups[1].Value)];

    private static string PathOf(string page, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", page + ".md"));

    // Repeated and unused usings; assemblies that were compiled against an older System.Runtime, which the SDK accepts too.
    [GeneratedRegex("CS8933|CS8019|CS1701")]
    private static partial Regex Accepted();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
