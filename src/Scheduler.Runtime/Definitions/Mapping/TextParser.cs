using System.Diagnostics.CodeAnalysis;

namespace GeneratedScheduler.Storage;

/// <summary>Reads a value from its text; emitted for each enum that is stored by the names of its values.</summary>
/// <param name="text">The text, such as <c>Red</c> or, for a value without a name, <c>42</c>.</param>
/// <param name="value">The value.</param>
/// <returns>Whether the text is a value.</returns>
public delegate bool TextParser<T>(string text, [MaybeNullWhen(false)] out T value);
