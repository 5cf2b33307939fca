using System.Text.Json;

namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>Numbers with the names that they have in a line, in their order there.</summary>
internal sealed class Figures
{
    private readonly OrderedDictionary<string, double> _values = [];

    public IEnumerable<string> Names => _values.Keys;

    public double this[string name]
    {
        get => _values[name];
        set => _values[name] = Round(value);
    }

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Adds the figure if there is one.</summary>
    public Figures With(string name, double? value)
    {
        if (value is { } known)
        {
            this[name] = known;
        }

        return this;
    }

    /// <summary>Removes the figure, and says what it was.</summary>
    public double? Take(string name) => _values.Remove(name, out double value) ? value : null;

    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach ((string name, double value) in _values)
        {
            writer.WriteNumber(name, value);
        }
    }

    // More digits than this are noise, and hide what is not.
    private static double Round(double value) => Math.Round(value, Math.Abs(value) switch { < 10 => 6, < 1000 => 3, _ => 0 });
}
