using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GeneratedScheduler;

/// <summary>Prints payloads for people.</summary>
internal static class TaskDescription
{
    private const int MaxValueLength = 60;

    public static string Format<TTask>(string name, ImmutableArray<TaskMember<TTask>> members, TTask payload)
    {
        StringBuilder text = new(name);
        text.Append('(');
        for (int i = 0; i < members.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(members[i].Name).Append(": ");
            AppendValue(text, members[i].Read(payload));
        }

        return text.Append(')').ToString();
    }

    private static void AppendValue(StringBuilder text, object? value)
    {
        string shown = value switch
        {
            null => "null",
            string s => $"\"{s}\"",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        text.Append(shown.Length <= MaxValueLength ? shown : string.Concat(shown.AsSpan(0, MaxValueLength - 1), "…"));
    }
}
