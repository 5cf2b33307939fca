using System.Globalization;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Values as they travel.</summary>
internal static class MySqlValues
{
    /// <exception cref="UnstorableValueException">The number is none that MySQL has.</exception>
    public static double Finite(double value) => double.IsFinite(value)
        ? value
        : throw new UnstorableValueException(FormattableString.Invariant($"is {value}, which MySQL cannot store. Use null for what is no number."));

    // As text, because a value of type DateTime would be cut or turned by settings of the connection.
    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    public static string Text(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // With all of its digits, also zeros at the end.
    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
