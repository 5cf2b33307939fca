namespace GeneratedScheduler.Generators.Model;

/// <summary>What the project sets by MSBuild properties; see <c>docs/options.md</c>.</summary>
/// <param name="RegistrationName">The <c>MyApp</c> of <c>AddMyAppTasks</c>; <see langword="null"/> for the assembly's name.</param>
/// <param name="IsInternal">Whether nothing that is emitted is public.</param>
/// <param name="Storage">What is emitted to store tasks.</param>
internal sealed record GeneratorOptions(string? RegistrationName, bool IsInternal, StorageChoice Storage);

/// <summary>What a project says about the storage of its tasks.</summary>
internal enum StorageChoice
{
    /// <summary>What the referenced packages need.</summary>
    Auto,
    None,
    Sql,
    Json,
    All,
}
