namespace GeneratedScheduler.Sql;

/// <summary>Where a row of <see cref="ReadStatements.RecordColumns"/> has which framework column.</summary>
internal static class RecordPlaces
{
    private static readonly Dictionary<string, int> Places =
        ReadStatements.RecordColumns.Select((column, place) => (column.Name, place)).ToDictionary(StringComparer.Ordinal);

    public static int Count => Places.Count;

    public static int Of(string column) => Places[column];
}
