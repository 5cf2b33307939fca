using System.Runtime.CompilerServices;

namespace GeneratedScheduler.Runtime.Tests.Containers;

public sealed class StateMachineDocTests
{
    private const string Marker = "<!-- moves -->";

    [Fact]
    public void The_page_shows_every_move_and_no_other()
    {
        string page = File.ReadAllText(FindPage()).ReplaceLineEndings("\n");
        int table = page.IndexOf(Marker, StringComparison.Ordinal);
        Assert.True(table >= 0, $"docs/state-machine.md has no line '{Marker}'.");
        Assert.Equal(PrintMoves(), page[(table + Marker.Length)..].Trim());
    }

    // What to paste into the page when the table in the code has changed.
    private static string PrintMoves() => string.Join(
        '\n',
        ["| from | event | to |", "|---|---|---|", .. TaskStateMachine.Moves.Select(m => $"| {m.From} | {m.Event} | {m.To} |")]);

    private static string FindPage([CallerFilePath] string here = "")
    {
        string? folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "GeneratedScheduler.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        Assert.NotNull(folder);
        return Path.Combine(folder, "docs", "state-machine.md");
    }
}
