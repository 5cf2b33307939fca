namespace GeneratedScheduler.Hosting;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>" Did you mean 'x'?", or nothing if no candidate is close.</summary>
    public static string For(string written, IEnumerable<string> candidates)
    {
        string? best = candidates.MinBy(candidate => Distance(written, candidate));
        return best is not null && Distance(written, best) <= Math.Max(2, written.Length / 3) ? $" Did you mean '{best}'?" : "";
    }

    // Levenshtein's distance, regardless of case.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
