namespace GeneratedScheduler.Generators.Model;

/// <summary>
/// What a task method demands of the program that runs it, such as <c>RequiresUnreferencedCode</c>. Whoever makes the
/// scheduler must hear of it, not emitted code that calls the method.
/// </summary>
/// <param name="Attribute">The attribute's name without its suffix.</param>
/// <param name="Warning">The warning that a call without it gives.</param>
/// <param name="Category">The warning's category.</param>
/// <param name="Message">Which method demands it, and why.</param>
internal sealed record RequirementModel(string Attribute, string Warning, string Category, string Message);
