using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>What a project must be, so that what is emitted compiles in it.</summary>
internal static class ProjectRules
{
    /// <summary>Emitted code has collection expressions; records, <c>required</c> and UTF-8 literals are older.</summary>
    public const LanguageVersion OldestLanguage = LanguageVersion.CSharp12;

    public static bool HasLanguage(Compilation compilation) => compilation is CSharpCompilation { LanguageVersion: >= OldestLanguage };
}
