namespace GeneratedScheduler.Benchmarks.CommandLine;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Something was measured wrong: tasks were lost, or ran twice.</summary>
    public const int WrongResult = 1;

    /// <summary>The command line cannot be understood; nothing was measured.</summary>
    public const int WrongUsage = 2;
}
