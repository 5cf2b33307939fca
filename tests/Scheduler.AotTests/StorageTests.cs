using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using GeneratedScheduler.AotTests;
using GeneratedScheduler.Generators.Tests.Storage;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.AotTests.NativeTestRun;

[assembly: GeneratedScheduler.TaskJsonContext(typeof(AotJson))]

namespace GeneratedScheduler.AotTests;

[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(Address))]
internal sealed partial class AotJson : JsonSerializerContext;

public sealed record Address(string Street, int Number);

public sealed record Receipt(Guid Id, decimal? Total, List<string> Lines);

/// <summary>A payload with a member of each way to be stored.</summary>
[ScheduledTask("aot.order")]
[FormerName("aot.purchase")]
public sealed record Order(int Id, string? Customer, DayOfWeek Day, DayOfWeek? Other, AttributeTargets Targets, List<string> Items, Address? Address)
{
    public required DateTime At { get; init; }

    public TimeSpan Patience { get; set; } = TimeSpan.FromDays(1);

    public byte[] Data { get; init; } = [1, 2, 3];

    [TaskColumn(Storage = ColumnStorage.Timestamp)]
    public DateTimeOffset? Until { get; init; }

    [NotStored]
    public Action? Done { get; init; }
}

public static class Orders
{
    [Actuator]
    public static Receipt? Bill(Order order) => order.Id == 0 ? null : new Receipt(Guid.AllBitsSet, 1.50m, order.Items);
}

/// <summary>Sends tasks and results through emitted mappers and codecs.</summary>
internal static class StorageTests
{
    public static readonly Order Sample = new(7, null, DayOfWeek.Friday, (DayOfWeek)42, AttributeTargets.Class | AttributeTargets.Enum, ["a", "b"], new("Main", 3))
    {
        At = new DateTime(638000000001234567, DateTimeKind.Utc),
        Patience = TimeSpan.FromTicks(5),
        Until = DateTimeOffset.UnixEpoch,
    };

    public static async Task RunAsync(NativeTestRun run)
    {
        await run.CheckAsync("task in columns", TaskInColumnsAsync);
        await run.CheckAsync("task in JSON", TaskInJsonAsync);
        await run.CheckAsync("result in columns and JSON", ResultAsync);
        await run.CheckAsync("task enqueued as JSON", EnqueuedAsJsonAsync);
        await run.CheckAsync("task shown as JSON by a view", ShownAsJsonAsync);
    }

    private static Task TaskInColumnsAsync()
    {
        TaskMapper<Order, Receipt?> mapper = OrderScheduler.CreateDefinition().Mapper!;
        var row = new Row();
        mapper.WriteTask(Sample, row.Writer());
        Compare(mapper.ReadTask(row.Reader()));
        Equal("aot_order", mapper.Table, "table");
        Equal("aot_purchase", mapper.FormerTables[0], "former table");
        return Task.CompletedTask;
    }

    private static Task TaskInJsonAsync()
    {
        TaskCodec<Order, Receipt?> codec = OrderScheduler.CreateDefinition().Codec!;
        var reader = new Utf8JsonReader(ToJson(writer => codec.WriteTask(writer, Sample)));
        Compare(codec.ReadTask(ref reader));
        return Task.CompletedTask;
    }

    private static Task ResultAsync()
    {
        TaskDefinition<Order, Receipt?> definition = OrderScheduler.CreateDefinition();
        foreach (Receipt? receipt in new[] { Orders.Bill(Sample), null })
        {
            var row = new Row();
            definition.Mapper!.WriteResult(receipt, row.Writer());
            Equal(Text(receipt), Text(definition.Mapper.ReadResult(row.Reader())), "columns");
            var reader = new Utf8JsonReader(ToJson(writer => definition.Codec!.WriteResult(writer, receipt)));
            Equal(Text(receipt), Text(definition.Codec!.ReadResult(ref reader)), "JSON");
        }

        return Task.CompletedTask;
    }

    private static async Task EnqueuedAsJsonAsync()
    {
        await using OrderScheduler scheduler = OrderScheduler.Create();
        byte[] json = ToJson(writer => OrderScheduler.CreateDefinition().Codec!.WriteTask(writer, Sample));
        TaskId id = await ((IScheduler)scheduler).EnqueueJsonAsync(json);
        Equal("a,b", string.Join(',', (await scheduler.GetHandle(id).Completion)!.Lines), "lines of the receipt");
        Compare((await scheduler.GetAsync(id))!.Payload);
        try
        {
            await scheduler.EnqueueJsonAsync("""{"id":1,"Items":[]}"""u8.ToArray());
        }
        catch (InvalidTaskException exception)
        {
            Equal("aot.order: Id", $"{exception.TaskName}: {exception.Member}", "what is missing");
            return;
        }

        throw new InvalidOperationException("An order without its members was enqueued.");
    }

    private static async Task ShownAsJsonAsync()
    {
        await using OrderScheduler scheduler = OrderScheduler.Create();
        TaskHandle<Receipt?> handle = await scheduler.EnqueueAsync(Sample);
        await handle.Completion;
        ITaskView view = ITaskView.Of(scheduler);
        TaskRow row = (await view.ListAsync(new() { States = [TaskState.Succeeded] })).Rows.Single();
        var payload = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(row.Payload.Text!));
        Compare(OrderScheduler.CreateDefinition().Codec!.ReadTask(ref payload));
        Equal("1.50", JsonDocument.Parse(row.Result.Text!).RootElement.GetProperty("Total").ToString(), "total of the receipt");
        TaskCommandStep step = await view.ExecuteAsync(TaskCommand.Delete, new());
        Equal("1, ", $"{step.Done}, {step.NextCursor}", "deleted tasks and the next cursor");
        Equal("0", (await view.CountAsync())[0].Counts.Succeeded.ToString(System.Globalization.CultureInfo.InvariantCulture), "tasks that are left");
    }

    private static void Compare(Order read)
    {
        Equal(Sample with { Items = read.Items, Data = read.Data }, read, "order");
        Equal("a,b", string.Join(',', read.Items), "items");
        Equal("1,2,3", string.Join(',', read.Data), "data");
    }

    private static string Text(Receipt? receipt) =>
        receipt is null ? "" : FormattableString.Invariant($"{receipt.Id} {receipt.Total} {string.Join(',', receipt.Lines)}");

    private static byte[] ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
