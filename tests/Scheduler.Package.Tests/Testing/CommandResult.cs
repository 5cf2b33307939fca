namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>How a program ended, and what it said.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Every compiler, analyzer, packing or restore message of a build: <c>warning GS0026</c>.</summary>
    public IReadOnlyList<string> Messages =>
    [
        .. Output.Split('\n')
            .Where(line => line.Contains(": warning ", StringComparison.Ordinal) || line.Contains(": error ", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Distinct(),
    ];

    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    public CommandResult Failed()
    {
        Assert.True(ExitCode != 0, $"{Command} should have failed:\n{Output}");
        return this;
    }
}
