using System.Collections.Immutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>Turns a compilation into an assembly of this process, so that what was emitted can do real work.</summary>
internal static class LoadedProgram
{
    /// <summary>The image of an assembly. What it is called with has no documentation, so warnings are no errors here.</summary>
    public static ImmutableArray<byte> Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        Compilation output = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        EmitResult result = output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return [.. image.ToArray()];
    }

    /// <summary>The type <c>Program</c> of an assembly that sees the very runtime that the test sees.</summary>
    /// <param name="compilation">What to compile and load.</param>
    /// <param name="libraries">Images of what it references and this process does not have.</param>
    public static Type Load(Compilation compilation, params ImmutableArray<byte>[] libraries)
    {
        var context = new AssemblyLoadContext(compilation.AssemblyName);
        foreach (ImmutableArray<byte> library in libraries)
        {
            context.LoadFromStream(new MemoryStream([.. library]));
        }

        return context.LoadFromStream(new MemoryStream([.. Emit(compilation)])).GetType("Program")!;
    }
}
