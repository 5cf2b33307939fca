namespace GeneratedScheduler.Generators.Tests.Storage.Json;

/// <summary>One type with a value that tells a loss.</summary>
internal sealed record JsonCase(string Type, string Value, string Declarations = "", string Options = "")
{
    /// <summary>What else the context says of the type.</summary>
    public string Entry { get; init; } = "";

    /// <summary>It comes back, but its declaration does not tell that.</summary>
    public bool MayBeRefused { get; init; }

    /// <summary>Its value can be made from another assembly.</summary>
    public bool IsPublic => !Declarations.Contains("internal ", StringComparison.Ordinal);

    public override string ToString() => $"{Type} = {Value}   {Declarations} {Options}";
}
