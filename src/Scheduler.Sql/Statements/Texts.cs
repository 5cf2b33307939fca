using System.Text;

namespace GeneratedScheduler.Sql;

/// <summary>Texts that come from exceptions and may contain anything.</summary>
internal static class Texts
{
    private const int MostAscii = 2_000;

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

    /// <summary>A short text in characters that every encoding has.</summary>
    public static string Ascii(string text)
    {
        StringBuilder ascii = new(Math.Min(text.Length, MostAscii));
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MostAscii)))
        {
            ascii.Append(char.IsAscii(character) && character != '\0' ? character : '?');
        }

        return ascii.ToString();
    }

    /// <summary>Hands on a text that must come back as it is; UTF-8 has no halves of surrogate pairs.</summary>
    /// <exception cref="UnstorableValueException">It has such a half.</exception>
    public static string? Whole(string? text)
    {
        int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; i >= 0 && i < text!.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw HasHalf(i);
            }
        }

        return text;
    }

    /// <summary>What to throw for a text with half of a surrogate pair.</summary>
    public static UnstorableValueException HasHalf(int position, Exception? inner = null) => new(
        FormattableString.Invariant($"has half of a surrogate pair at position {position}, which is no character and cannot be stored as text."), inner);

    private static bool IsStorable(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal);
}
