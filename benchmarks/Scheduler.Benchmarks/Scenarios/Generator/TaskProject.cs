using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>A user's project with many tasks, in files of ten, beside as many files without any.</summary>
internal static class TaskProject
{
    private const int TasksPerFile = 10;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Parse);

    // What this program was built against: the runtime library, the scheduler and all it needs.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => !path.EndsWith("GeneratedScheduler.Benchmarks.dll", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Create(int methods, int classes)
    {
        IEnumerable<string> sources =
        [
            .. Files(methods, MethodFile),
            .. Files(classes, ClassFile),
            .. Files(methods + classes, OrdinaryFile),
        ];
        return CSharpCompilation.Create(
            "ManyTasks",
            sources.Select(static (source, i) => Parse(source, $"File{i.ToString(CultureInfo.InvariantCulture)}.cs")),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>The sources of a project on disk, without the files that have no tasks.</summary>
    public static IEnumerable<string> TaskFiles(int methods, int classes) => [.. Files(methods, MethodFile), .. Files(classes, ClassFile)];

    /// <summary>A file without tasks, as an editor changes it with each key.</summary>
    public static string EditedFile(int keystrokes) =>
        $$"""
        namespace ManyTasks.Edited;

        internal static class BeingEdited
        {
            public static int Number() => {{keystrokes.ToString(CultureInfo.InvariantCulture)}};
        }
        """;

    private static IEnumerable<string> Files(int count, Func<int, int, string> file) =>
        Enumerable.Range(0, (count + TasksPerFile - 1) / TasksPerFile)
            .Select(i => file(i * TasksPerFile, Math.Min(TasksPerFile, count - (i * TasksPerFile))));

    private static string MethodFile(int first, int count) => Class("Methods", first, count, static i =>
        $$"""
            [ScheduledTask("many.run{{i}}", Concurrency = 2, Timeout = "00:00:05", MaxAttempts = 4)]
            public static async Task<int> Run{{i}}(int a, string text, DateTime? when, CancellationToken cancellationToken)
            {
                await Task.Delay(a, cancellationToken);
                return a + text.Length + (when?.Day ?? 0);
            }

        """);

    private static string ClassFile(int first, int count) => Class("Classes", first, count, static i =>
        $$"""
            [ScheduledTask]
            public sealed record Order{{i}}(int Number, string Customer, decimal Amount);

            [Actuator]
            public static Task<string> Execute{{i}}(Order{{i}} order, CancellationToken cancellationToken)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Task.FromResult(order.Customer);
            }

        """);

    private static string OrdinaryFile(int first, int count) => Class("Ordinary", first, count, static i =>
        $$"""
            public static async Task<int> Compute{{i}}(IReadOnlyList<int> numbers, CancellationToken cancellationToken)
            {
                int sum = 0;
                foreach (int number in numbers)
                {
                    await Task.Delay(number, cancellationToken);
                    sum += number;
                }

                return sum;
            }

        """);

    private static string Class(string name, int first, int count, Func<int, string> member) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace ManyTasks;

        public static class {{name}}{{first.ToString(CultureInfo.InvariantCulture)}}
        {
        {{string.Join("\n", Enumerable.Range(first, count).Select(member))}}
        }
        """;
}
