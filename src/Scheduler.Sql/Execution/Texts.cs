using System.Text;

namespace GeneratedScheduler.Sql;

/// <summary>Texts that come from exceptions and may contain anything.</summary>
internal static class Texts
{
    /// <summary>Takes away what PostgreSQL (U+0000) or UTF-8 (halves of surrogate pairs) cannot hold: a failure must be storable, whatever it says.</summary>
    public static string? Storable(string? text)
    {
        if (text is null || IsStorable(text))
        {
            return text;
        }

        StringBuilder storable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return storable.ToString();
    }

    private static bool IsStorable(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal);
}
