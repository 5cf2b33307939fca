using System.Threading.Channels;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>
/// The floor: a bare channel and as many consumers as tasks may run at once. No ids, states, results, retries or anything else that
/// makes a scheduler.
/// </summary>
internal sealed class ChannelSystem(int concurrency) : ITaskSystem
{
    private readonly Channel<(int A, int B)> _channel = Channel.CreateUnbounded<(int A, int B)>();
    private Task[] _consumers = [];

    public async ValueTask EnqueueAsync(int count, int batch)
    {
        for (int i = 0; i < count; i++)
        {
            await _channel.Writer.WriteAsync((i, 1));
        }
    }

    public ValueTask StartAsync()
    {
        _consumers = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(ConsumeAsync))];
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.Complete();
        await Task.WhenAll(_consumers);
    }

    private async Task ConsumeAsync()
    {
        ChannelReader<(int A, int B)> reader = _channel.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out (int A, int B) task))
            {
                NoOp.Sum(task.A, task.B);
            }
        }
    }

    internal sealed class Factory : ITaskSystemFactory
    {
        public string Name => "channel";

        public bool IsCapped => false;

        public string ContainerOf(SystemSettings settings) => "channel";

        public ValueTask<ITaskSystem> CreateAsync(SystemSettings settings) => new(new ChannelSystem(settings.Concurrency));
    }
}
