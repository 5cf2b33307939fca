using System.Collections.Immutable;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.Tests.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>Payloads travel as JSON, results as values behind ELT; neither changes them.</summary>
public sealed class ValueTests
{
    public static TheoryData<ColumnKind> Kinds => [.. Enum.GetValues<ColumnKind>()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Every_value_comes_back_as_it_was(ColumnKind kind)
    {
        string table = MySqlFixture.NewName("value");
        string connectionString = MySqlFixture.ConnectionString;
        MySqlContainerOptions options = new();
        await using SqlTaskContainer<object?, object?> container = new MySqlStore(connectionString, options).OpenAlone("value", new EchoMapper(kind, table));
        await container.InitializeAsync(Cancellation);

        // All of them in one call, so that each must find its own place; in the other direction backwards.
        object?[] values = [.. ValuesOf(kind), null];
        NewTask<object?>[] tasks = [.. values.Select(v => new NewTask<object?>(TaskId.New(), v, EnqueueOptions.Default))];
        await container.AddAsync(tasks, default, Cancellation);
        ClaimedTask<object?>[] claimed = new ClaimedTask<object?>[values.Length];
        Assert.Equal(values.Length, await container.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(1)), claimed, Cancellation));
        Assert.Equal(values, claimed.Select(c => c.Payload));
        TaskTransition<object?>[] ends = [.. claimed.Reverse().Select(c => TaskTransition<object?>.Succeed(c.Id, c.ClaimToken, c.Payload))];
        bool[] accepted = new bool[ends.Length];
        await container.ApplyAsync(ends, accepted, Cancellation);
        Assert.All(accepted, Assert.True);
        IReadOnlyList<TaskRecord<object?, object?>?> records = await container.GetAsync(Array.ConvertAll(tasks, t => t.Id), Cancellation);
        Assert.Equal(values, records.Select(r => r!.Result));
        await MySqlFixture.ExecuteAsync($"DROP TABLE {table}", Cancellation);
    }

    private static IEnumerable<object> ValuesOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => [true, false],
        ColumnKind.Int32 => [0, -1, int.MinValue, int.MaxValue],
        ColumnKind.Int64 => [0L, -1L, long.MinValue, long.MaxValue],
        ColumnKind.UInt64 => [0UL, 1UL, ulong.MaxValue, 1UL << 63],
        ColumnKind.Single => [0f, float.MinValue, float.MaxValue, float.Epsilon, 0.1f],
        ColumnKind.Double => [0d, double.MinValue, double.MaxValue, 0.1, 1d / 3, 1e-300],
        ColumnKind.Decimal => [0m, 1.5m, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m],
        ColumnKind.Guid => [Guid.Empty, Guid.AllBitsSet, Guid.NewGuid()],
        ColumnKind.Date => [DateOnly.MaxValue, new DateOnly(2024, 2, 29)],
        ColumnKind.Timestamp => [new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), DateTimeOffset.UnixEpoch.AddTicks(10)],
        ColumnKind.Bytes => [Array.Empty<byte>(), new byte[] { 0, 255, 39, 92 }, new byte[100_000]],
        ColumnKind.Json => ["{}", "\"\"", "{\"a\":[1,null,\"\\u0000\\\\ ' é\"]}"],
        _ => ["", " ", "a\0b", "\0", "ß 表 🚀", "'\";\\--", new string('x', 100_000), new string('表', 300), "\r\n\t\u2028"],
    };

    // The payload and the result are one value of the kind each.
    private sealed class EchoMapper(ColumnKind kind, string table) : TaskMapper<object?, object?>
    {
        private readonly ValueMapper _value = new(kind);

        public override string Table => table;

        public override ImmutableArray<TaskColumn> TaskColumns => _value.TaskColumns;

        public override ImmutableArray<TaskColumn> ResultColumns { get; } = [new("result", "Result", kind) { IsNullable = true }];

        public override void WriteTask(object? task, ColumnWriter writer) => _value.WriteTask(task, writer);

        public override object? ReadTask(ColumnReader reader) => _value.ReadTask(reader);

        public override void WriteResult(object? result, ColumnWriter writer) => _value.WriteTask(result, writer);

        public override object? ReadResult(ColumnReader reader) => _value.ReadTask(reader);
    }
}
