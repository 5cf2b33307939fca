using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace GeneratedScheduler.Sql.Tests.Shared.Values;

/// <summary>Compares values to the last bit: digits of decimals, signs of zeros, kinds and offsets of moments.</summary>
internal static class Exactly
{
    public static void Same<T>(T expected, T? actual, bool ignoresSignOfZero = false)
        where T : class
    {
        Assert.NotNull(actual);
        foreach (PropertyInfo property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            string wanted = Text(property.GetValue(expected), ignoresSignOfZero);
            string got = Text(property.GetValue(actual), ignoresSignOfZero);
            Assert.True(wanted == got, $"{property.Name} was {Short(wanted)} and came back as {Short(got)}");
        }
    }

    private static string Text(object? value, bool ignoresSignOfZero) => value switch
    {
        null => "null",
        float number => Text((double)number, ignoresSignOfZero),
        double and 0d when ignoresSignOfZero => "0",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("X16", CultureInfo.InvariantCulture) + $" ({number:R})",
        decimal and 0m when ignoresSignOfZero => $"0 with {((decimal)value).Scale} digits",
        decimal number => string.Join(' ', decimal.GetBits(number)) + $" ({number})",
        DateTime moment => $"{moment.Ticks} {moment.Kind}",
        DateTimeOffset moment => $"{moment.Ticks} {moment.Offset}",
        TimeOnly time => time.Ticks.ToString(CultureInfo.InvariantCulture),
        TimeSpan span => span.Ticks.ToString(CultureInfo.InvariantCulture),
        char unit => ((int)unit).ToString(CultureInfo.InvariantCulture),
        string text => $"'{text}'",
        byte[] bytes => Convert.ToHexString(bytes),
        Enum one => one.ToString("D"),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        _ => JsonSerializer.Serialize(value, value.GetType(), ValueJson.Default),
    };

    private static string Short(string text) => text.Length <= 200 ? text : $"{text[..200]}… ({text.Length} characters)";
}
