using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Values as they travel.</summary>
internal static class MySqlValues
{
    /// <exception cref="ArgumentException">The number is none that MySQL has.</exception>
    public static double Finite(double value) => double.IsFinite(value)
        ? value
        : throw new ArgumentException($"A number is {value.ToString(CultureInfo.InvariantCulture)}, which MySQL cannot store.", nameof(value));

    /// <exception cref="ArgumentException">The text has half of a surrogate pair.</exception>
    public static string Whole(string text)
    {
        // Whatever cannot be encoded counts as the replacement character here, which a text may also have of its own.
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                throw new ArgumentException("A text has half of a surrogate pair, which UTF-8 cannot hold.", nameof(text));
            }
        }

        return text;
    }

    // As text, because a value of type DateTime would be cut or turned by settings of the connection.
    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    public static string Text(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
