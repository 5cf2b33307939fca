using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Views;

/// <summary>A place in a list over several kinds and states: behind which row the next page begins.</summary>
/// <param name="State">The state that is listed.</param>
/// <param name="NewestFirst">The direction of the list.</param>
/// <param name="FinishedAt">The end of the last row, in a list by ends; <see langword="null"/> in a list of one kind after the other.</param>
/// <param name="Kinds">
/// By kind, where its list goes on; <see langword="null"/> for a kind that is over. In a list by ends these are the kinds whose latest row has the same end as the last row: all others go
/// on at that moment. Otherwise there is one.
/// </param>
internal sealed record ViewCursor(TaskState State, bool NewestFirst, DateTimeOffset? FinishedAt, IReadOnlyDictionary<string, string?> Kinds)
{
    // Neither the name of a kind nor a cursor of a container has control characters.
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
                kinds.Add(parts[i], parts[i + 1].Length == 0 ? null : parts[i + 1]);
            }

            return new ViewCursor(
                (TaskState)int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture),
                parts[1] == "r",
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
        text.Append(CultureInfo.InvariantCulture, $"{(int)State}{Separator}{(NewestFirst ? "r" : "")}{Separator}{FinishedAt?.UtcTicks}");
        foreach ((string kind, string? cursor) in Kinds)
        {
            text.Append(Separator).Append(kind).Append(Separator).Append(cursor);
        }

        // For addresses of web pages.
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string Padded(string text) =>
        text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - text.Length % 4) % 4);
}
