using System.Text;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>Makes valid names out of invalid ones.</summary>
internal static class SettingText
{
    private const int MaxNameLength = 200;

    /// <summary><c>"sum of two!"</c> gives <c>"sum.of.two-"</c>.</summary>
    /// <returns>A valid task name; <see langword="null"/> if nothing of the text can be kept.</returns>
    public static string? ToTaskName(string text)
    {
        var name = new StringBuilder();
        foreach (char c in text.Trim())
        {
            bool isValid = char.IsLetterOrDigit(c) || c is '.' or '-' or '_';
            name.Append(isValid ? c : IsSeparator(c) ? '.' : '-');
        }

        name.Length = Math.Min(name.Length, MaxNameLength);
        return name.ToString().Any(char.IsLetterOrDigit) ? name.ToString() : null;
    }

    /// <summary><c>"sum-2"</c> gives <c>"Sum2"</c>.</summary>
    /// <returns>An identifier; <see langword="null"/> if nothing of the text can be kept.</returns>
    public static string? ToIdentifier(string text) => text.Any(char.IsLetterOrDigit) ? Naming.FromAssembly(text) : null;

    private static bool IsSeparator(char c) => char.IsWhiteSpace(c) || c is '/' or '\\' or ':';
}
