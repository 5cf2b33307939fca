using System.Globalization;

namespace GeneratedScheduler.Reliability;

/// <summary>Arguments of the form <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static Arguments Parse(IReadOnlyList<string> args)
    {
        Arguments parsed = new();
        for (int i = 0; i < args.Count; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Count)
            {
                throw new ArgumentException($"'{args[i]}' is not of the form --name value.");
            }

            parsed._values[args[i][2..]] = args[i + 1];
        }

        return parsed;
    }

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string Text(string name) => Find(name) ?? throw new ArgumentException($"--{name} is missing.");

    public int Number(string name, int otherwise) =>
        Find(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A time in seconds, which may have a fraction.</summary>
    public TimeSpan Seconds(string name, double otherwise) =>
        TimeSpan.FromSeconds(Find(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise);
}
