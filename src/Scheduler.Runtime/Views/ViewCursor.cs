using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Views;

/// <summary>A place in a list over several kinds and states: behind which row the next page begins.</summary>
/// <param name="Search">Of which search it is: <see cref="SearchPlan.Fingerprint"/>.</param>
/// <param name="State">The state that is listed.</param>
/// <param name="Moment">
/// In a list by ends, the end of the last row. In the list of one kind that a command walks, the moment at which it began there. <see langword="null"/> otherwise.
/// </param>
/// <param name="Kinds">
/// By kind, where its list goes on; <see langword="null"/> for a kind that is over. In a list by ends these are the kinds whose latest row has the same end as the last row: all others go
/// on at that moment. Otherwise there is one.
/// </param>
internal sealed record ViewCursor(string Search, TaskState State, DateTimeOffset? Moment, IReadOnlyDictionary<string, string?> Kinds)
{
    // Names of kinds are escaped, and cursors of containers have no line breaks.
    private const char Separator = '\n';

    /// <exception cref="ArgumentException">The text is not a cursor of a view.</exception>
    public static ViewCursor Parse(string text)
    {
        try
        {
            string[] parts = Encoding.UTF8.GetString(Convert.FromBase64String(Padded(text))).Split(Separator);
            Dictionary<string, string?> kinds = new(StringComparer.Ordinal);
            for (int i = 3; i < parts.Length; i += 2)
            {
                kinds.Add(Uri.UnescapeDataString(parts[i]), parts[i + 1].Length == 0 ? null : parts[i + 1]);
            }

            return new ViewCursor(
                parts[0],
                (TaskState)int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
                parts[2].Length == 0 ? null : new DateTimeOffset(long.Parse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero),
                kinds);
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            throw Refused(text, exception);
        }
    }

    public static ArgumentException Refused(string search, Exception? inner = null) => new(
        $"'{search}' is not a cursor of this search. Pass on the NextCursor of the page before, with the same kinds, states and order, or null for the first page.",
        nameof(search),
        inner);

    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Search}{Separator}{(int)State}{Separator}{Moment?.UtcTicks}");
        foreach ((string kind, string? cursor) in Kinds)
        {
            text.Append(Separator).Append(Uri.EscapeDataString(kind)).Append(Separator).Append(cursor);
        }

        // For addresses of web pages.
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string Padded(string text) =>
        text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - text.Length % 4) % 4);
}
