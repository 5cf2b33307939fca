using System.Text;
using System.Text.Json;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>A payload that comes as JSON is enqueued as one that comes as an object.</summary>
public sealed class EnqueueJsonTests
{
    private static readonly TaskDefinition<Pair, int> Definition = new() { Name = "tests.pair", CreateActuator = _ => new Adding(), Codec = new PairCodec() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_runs_with_the_options_the_middleware_and_the_initialisation_of_a_typed_enqueue()
    {
        Counting counting = new();
        await using Scheduler<Pair, int> scheduler = Make(Definition, setup => setup.UseMiddleware(counting));
        scheduler.Start();
        TaskId wanted = TaskId.New();
        TaskId id = await ((IScheduler)scheduler).EnqueueJsonAsync(Utf8(""" {"b":3,"unknown":[{}],"a":-4} """), new EnqueueOptions { Id = wanted }, Cancellation);
        Assert.Equal(wanted, id);
        Assert.Equal(7, await scheduler.GetHandle(id).Completion.Soon("the sum of 4 and 3"));
        Assert.Equal(new Pair(4, 3), (await scheduler.GetAsync(id, Cancellation))!.Payload);
        Assert.Equal(1, counting.Enqueued);
        Assert.Equal(14, await scheduler.GetHandle(await scheduler.EnqueueJsonAsync(Utf8("""{"a":4}"""), null, Cancellation)).Completion.Soon("the sum with the default"));
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { """{"b":3}""", "a", "is missing" },
        { """{"a":"four"}""", "a", "is a JSON String" },
        { """{"a":4.5}""", "a", "The stored member 'a'" },
        { "null", "the payload", "is a JSON Null" },
        { "[]", "the payload", "is a JSON StartArray" },
        { "", "the payload", "is not JSON" },
        { """{"a":4""", "a", "is not JSON" },
        { """{"a":4}}""", "the payload", "is not JSON" },
        { """{"a":4} {"a":5}""", "the payload", "is not JSON" },
        { """{"a":13}""", "the payload", "InvalidOperationException: Thirteen is refused" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task What_cannot_be_read_is_an_exception_with_the_task_and_the_member(string json, string member, string problem)
    {
        Counting counting = new();
        await using Scheduler<Pair, int> scheduler = Make(Definition, setup => setup.UseMiddleware(counting));
        InvalidTaskException exception = await Assert.ThrowsAsync<InvalidTaskException>(() => scheduler.EnqueueJsonAsync(Utf8(json), null, Cancellation).AsTask());
        Assert.Equal(("tests.pair", member), (exception.TaskName, exception.Member));
        Assert.StartsWith($"tests.pair: {member} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, counting.Enqueued);
        Assert.Equal(default, await scheduler.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_payload_that_the_actuator_or_the_options_refuse_is_refused_as_it_is_otherwise()
    {
        await using Scheduler<Pair, int> scheduler = Make(Definition);
        await Assert.ThrowsAsync<TaskRejectedException>(() => scheduler.EnqueueJsonAsync(Utf8("""{"a":0}"""), null, Cancellation).AsTask());
        InvalidTaskException option = await Assert.ThrowsAsync<InvalidTaskException>(
            () => scheduler.EnqueueJsonAsync(Utf8("""{"a":1}"""), new EnqueueOptions { MaxAttempts = 0 }, Cancellation).AsTask());
        Assert.Equal("MaxAttempts", option.Member);
        Assert.Equal(default, await scheduler.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_kind_without_a_codec_says_how_to_get_one()
    {
        await using Scheduler<Pair, int> scheduler = Make(new() { Name = "tests.bare", CreateActuator = _ => new Adding() });
        NotSupportedException exception = await Assert.ThrowsAsync<NotSupportedException>(() => scheduler.EnqueueJsonAsync(Utf8("{}"), null, Cancellation).AsTask());
        Assert.StartsWith("tests.bare: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("GeneratedSchedulerStorage", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_scheduler_takes_none()
    {
        Scheduler<Pair, int> scheduler = Make(Definition);
        await scheduler.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => scheduler.EnqueueJsonAsync(Utf8("""{"a":1}"""), null, Cancellation).AsTask());
    }

    private static Scheduler<Pair, int> Make(TaskDefinition<Pair, int> definition, Action<SchedulerSetup<Pair, int>>? configure = null)
    {
        SchedulerSetup<Pair, int> setup = new(definition);
        configure?.Invoke(setup);
        return new Scheduler<Pair, int>(setup);
    }

    private static ReadOnlyMemory<byte> Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private sealed record Pair(int A, int B);

    private sealed class Adding : FunctionActuator<Pair, int>, ITaskActuator<Pair, int>
    {
        public ValueTask<Pair> InitializeAsync(Pair task, CancellationToken cancellationToken) =>
            task.A == 0 ? throw new TaskRejectedException("Zero is refused.") : new(task with { A = Math.Abs(task.A) });

        protected override ValueTask<int> InvokeAsync(Pair task, TaskContext context) => new(task.A + task.B);
    }

    private sealed class Counting : ITaskMiddleware
    {
        public int Enqueued { get; private set; }

        public ValueTask EnqueueAsync(EnqueueContext context, Func<ValueTask> next)
        {
            Enqueued += context.Count;
            return next();
        }
    }

    /// <summary>Reads as an emitted codec does.</summary>
    private sealed class PairCodec : TaskCodec<Pair, int>
    {
        public override void WriteTask(Utf8JsonWriter writer, Pair task) => throw new NotSupportedException();

        public override Pair ReadTask(ref Utf8JsonReader reader)
        {
            int? a = null;
            int b = 10;
            MemberJsonReader.ReadStart(ref reader);
            while (MemberJsonReader.ReadName(ref reader))
            {
                if (reader.ValueTextEquals("a"u8))
                {
                    a = MemberJsonReader.ReadInteger<int>(ref reader, "a");
                }
                else if (reader.ValueTextEquals("b"u8))
                {
                    b = MemberJsonReader.ReadInteger<int>(ref reader, "b");
                }
                else
                {
                    MemberJsonReader.Skip(ref reader);
                }
            }

            return a == 13 ? throw new InvalidOperationException("Thirteen is refused") : new Pair(a ?? throw MemberJsonReader.Missing("a"), b);
        }

        public override void WriteResult(Utf8JsonWriter writer, int result) => throw new NotSupportedException();

        public override int ReadResult(ref Utf8JsonReader reader) => throw new NotSupportedException();
    }
}
