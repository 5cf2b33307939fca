using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Matrix;

/// <summary>One kind of definition, and what becomes of it: it works, with an output, or it is refused by diagnostics.</summary>
/// <param name="Name">What is defined, as the documentation says it. Stable and unique within its group.</param>
/// <param name="Code">The user's code.</param>
internal sealed record Cell(string Name, string Code)
{
    /// <summary>What a run is to give, as text; <see langword="null"/> if the definition is refused.</summary>
    public string? Output { get; init; }

    /// <summary>What is reported: ids of ours, and of the compiler's errors in the user's own code.</summary>
    public string[] Ids { get; init; } = [];

    /// <summary>Warnings that emitted code hides, because what the user marked or set gives them wherever it is used.</summary>
    public string[] Hides { get; init; } = [];

    /// <summary>The emitted scheduler.</summary>
    public string Scheduler { get; init; } = "RunScheduler";

    /// <summary>Arguments of <c>EnqueueAsync</c>.</summary>
    public string Call { get; init; } = "";

    /// <summary>Statements that register services; without any, the scheduler has none.</summary>
    public string? Services { get; init; }

    /// <summary>The whole body of the program that runs the task, instead of <see cref="Call"/>.</summary>
    public string? Main { get; init; }

    public LanguageVersion Version { get; init; } = LanguageVersion.CSharp12;

    public bool ImplicitUsings { get; init; } = true;

    /// <summary>Further files of the project.</summary>
    public string[] MoreFiles { get; init; } = [];

    /// <summary>A project that is referenced, and that may have tasks of its own.</summary>
    public Library? Library { get; init; }

    /// <summary>What another generator adds.</summary>
    public string? Generated { get; init; }

    public string[] Symbols { get; init; } = [];

    public static Cell Works(string name, string code, string call, string output) => new(name, code) { Call = call, Output = output };

    public static Cell Refused(string name, string code, params string[] ids) => new(name, code) { Ids = ids };

    /// <summary>A static method <c>Run</c> that works; <paramref name="method"/> is all of it after <c>public static</c>.</summary>
    public static Cell Method(string name, string method, string call, string output) => Works(name, OfMethod(method), call, output);

    /// <summary>A static method that is refused.</summary>
    public static Cell NoMethod(string name, string method, params string[] ids) => Refused(name, OfMethod(method), ids);

    private static string OfMethod(string method) => $"public static class Work {{ [ScheduledTask] public static {method} }}";
}

/// <summary>A project that another one references.</summary>
internal sealed record Library(string AssemblyName, string Code, string? Alias = null);
