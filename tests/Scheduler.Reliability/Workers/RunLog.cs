using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Reliability.Workers;

/// <summary>What one worker did, in a file of its own. Each line is one write to the kernel, so a SIGKILL takes none back.</summary>
internal sealed class RunLog(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _writing = new();

    /// <summary>The worker is ready to claim, under this name.</summary>
    public void Opened(ClaimantId claimant) => Write($"owner {claimant.Value:D} 0");

    public void Started(long number, long token) => Write($"start {number} {token}");

    /// <summary>The code of the task has ended; whether that counts is for the store to say.</summary>
    public void Ended(long number, long token) => Write($"end {number} {token}");

    /// <summary>The worker has an acknowledgement for a task that it enqueued.</summary>
    public void Spawned(long number) => Write($"spawn {number} 0");

    /// <summary>The worker believes that the end of this task was accepted from it.</summary>
    public void Accepted(long number) => Write($"accepted {number} 0");

    public void Dispose() => _file.Dispose();

    private void Write(FormattableString line)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(line.ToString(CultureInfo.InvariantCulture) + "\n");
        lock (_writing)
        {
            _file.Write(bytes);
        }
    }
}
