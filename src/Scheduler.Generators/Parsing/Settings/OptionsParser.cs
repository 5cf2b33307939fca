using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads MSBuild properties, and judges them.</summary>
internal static class OptionsParser
{
    public const string RegistrationName = "GeneratedSchedulerRegistrationName";
    public const string Accessibility = "GeneratedSchedulerAccessibility";
    public const string Storage = "GeneratedSchedulerStorage";
    public const string VisibleToGenerators = "GeneratedSchedulerVisibleToGenerators";

    /// <summary>The options. A value that makes no sense counts as left out.</summary>
    public static GeneratorOptions Parse(AnalyzerConfigOptionsProvider provider) => new(
        Find(provider, RegistrationName) is { } name && SyntaxFacts.IsValidIdentifier(name) ? name : null,
        string.Equals(Find(provider, Accessibility), "internal", StringComparison.OrdinalIgnoreCase),
        FindStorage(provider) ?? StorageChoice.Auto);

    /// <summary>What is to be emitted to store tasks.</summary>
    /// <param name="choice">What the project says.</param>
    /// <param name="references">What the packages need that it references.</param>
    public static StorageNeeds StorageNeedsOf(StorageChoice choice, StorageNeeds references) => choice switch
    {
        StorageChoice.Auto => references,
        _ => new StorageNeeds(choice is StorageChoice.Sql or StorageChoice.All, choice is StorageChoice.Json or StorageChoice.All),
    };

    /// <summary>Properties with values that make no sense, and what to write instead.</summary>
    public static IEnumerable<(string Property, string Value, string Advice)> FindMistakes(AnalyzerConfigOptionsProvider provider)
    {
        if (Find(provider, RegistrationName) is { } name && !SyntaxFacts.IsValidIdentifier(name))
        {
            yield return (RegistrationName, name, "write an identifier, so that MyApp gives AddMyAppTasks");
        }

        bool isKnown = Find(provider, Accessibility) is not { } accessibility
            || string.Equals(accessibility, "internal", StringComparison.OrdinalIgnoreCase)
            || string.Equals(accessibility, "public", StringComparison.OrdinalIgnoreCase);
        if (!isKnown)
        {
            yield return (Accessibility, Find(provider, Accessibility)!, "write public or internal");
        }

        if (Find(provider, Storage) is { } storage && FindStorage(provider) is null)
        {
            yield return (Storage, storage, "write auto, none, sql, json or all");
        }

        if (Find(provider, VisibleToGenerators) is { } isVisible && !bool.TryParse(isVisible, out _))
        {
            yield return (VisibleToGenerators, isVisible, "write true or false");
        }
    }

    private static StorageChoice? FindStorage(AnalyzerConfigOptionsProvider provider) => Find(provider, Storage)?.ToLowerInvariant() switch
    {
        "auto" => StorageChoice.Auto,
        "none" => StorageChoice.None,
        "sql" => StorageChoice.Sql,
        "json" => StorageChoice.Json,
        "all" => StorageChoice.All,
        _ => null,
    };

    // A property that is empty is one that nobody has set.
    private static string? Find(AnalyzerConfigOptionsProvider provider, string property) =>
        provider.GlobalOptions.TryGetValue("build_property." + property, out string? value) && value.Trim().Length > 0
            ? value.Trim()
            : null;
}
