using System.Data;
using System.Data.Common;
using GeneratedScheduler.Testing.Tests.Examples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Testing.Tests;

public sealed class EnqueueRecorderTests
{
    private readonly EnqueueRecorder _enqueued = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_way_of_adding_is_recorded_in_its_order()
    {
        await using SendScheduler mails = SendScheduler.Create(_enqueued.Record);
        EnqueueOptions urgent = new() { Priority = 5 };

        TaskHandle<string> first = await mails.EnqueueAsync("a", "one", urgent, Cancellation);
        await mails.EnqueueManyAsync([("b", "two"), ("c", "three")], cancellationToken: Cancellation);
        await mails.CreateAsync("d", "four", cancellationToken: Cancellation);
        using NoTransaction transaction = new();
        await mails.EnqueueAsync(transaction, new SendTask("e", "five"), cancellationToken: Cancellation);

        Assert.Equal(["one", "two", "three", "four", "five"], _enqueued.Of<SendTask>().Select(task => task.Payload.Subject));
        Assert.Equal([true, true, true, false, true], _enqueued.Tasks.Select(task => task.IsStarted));
        EnqueuedTask task = _enqueued.Tasks[0];
        Assert.Equal((first.Id, "mails.send", 5), (task.Id, task.Name, task.Options.Priority));
        Assert.Equal(new SendTask("a", "one"), task.UntypedPayload);
        Assert.Equal("mails.send(to: \"a\", subject: \"one\")", task.ToString());
    }

    [Fact]
    public async Task Nothing_runs()
    {
        await using WaitScheduler waits = WaitScheduler.Create(_enqueued.Record);
        TaskHandle<NoResult> handle = await waits.EnqueueAsync(cancellationToken: Cancellation);
        Assert.Equal(TaskState.Waiting, await handle.GetStateAsync(Cancellation));
        Assert.DoesNotContain(handle.Id, Waiting.Started.Seen);
    }

    [Fact]
    public async Task What_is_refused_is_not_recorded()
    {
        await using SendScheduler mails = SendScheduler.Create(_enqueued.Record);
        EnqueueOptions once = new() { UniqueKey = "once" };
        await mails.EnqueueAsync("a", "one", once, Cancellation);
        await Assert.ThrowsAsync<DuplicateTaskException>(async () => await mails.EnqueueAsync("a", "two", once, Cancellation));
        TaskHandle<string> same = await mails.EnqueueAsync("a", "three", new EnqueueOptions(once) { OnConflict = EnqueueConflict.UseExisting }, Cancellation);
        await Assert.ThrowsAsync<InvalidTaskException>(
            async () => await mails.EnqueueAsync("a", "four", new EnqueueOptions { MaxAttempts = 0 }, Cancellation));

        Assert.Equal(Assert.Single(_enqueued.Tasks).Id, same.Id);
        _enqueued.Clear();
        Assert.Empty(_enqueued.Tasks);
    }

    [Fact]
    public async Task A_host_records_without_the_services_of_its_tasks()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<Checkout>().AddScheduler(scheduler => scheduler.AddMyAppTasks());
        builder.Services.AddScheduler(_enqueued.Record);
        using IHost host = builder.Build();
        await host.StartAsync(Cancellation);

        await host.Services.GetRequiredService<Checkout>().PayAsync(7, "ann@example.com");

        Assert.Equal(2, _enqueued.Of<SendTask>().Count);
        Assert.Empty(_enqueued.Of<WaitTask>());
        await host.StopAsync(Cancellation);
    }

    private sealed class NoTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
