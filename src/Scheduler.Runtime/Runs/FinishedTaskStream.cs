using System.Threading.Channels;

namespace GeneratedScheduler.Runs;

/// <summary>The bounded stream of finished tasks. A slow reader loses the oldest; scheduling never waits for it.</summary>
internal sealed class FinishedTaskStream<TTask, TResult>
{
    private readonly Channel<FinishedTask<TTask, TResult>>? _channel;
    private long _dropped;

    public FinishedTaskStream(int capacity)
    {
        if (capacity > 0)
        {
            BoundedChannelOptions options = new(capacity) { FullMode = BoundedChannelFullMode.DropOldest };
            _channel = Channel.CreateBounded<FinishedTask<TTask, TResult>>(options, _ => Interlocked.Increment(ref _dropped));
        }
    }

    public bool IsOn => _channel is not null;

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Publish(FinishedTask<TTask, TResult> task) => _channel!.Writer.TryWrite(task);

    public IAsyncEnumerable<FinishedTask<TTask, TResult>> ReadAllAsync(CancellationToken cancellationToken) => _channel is null
        ? throw new InvalidOperationException("The stream of finished tasks is off; set FinishedTasksCapacity to the number of tasks it may hold for a slow reader.")
        : _channel.Reader.ReadAllAsync(cancellationToken);

    public void Complete() => _channel?.Writer.TryComplete();
}
