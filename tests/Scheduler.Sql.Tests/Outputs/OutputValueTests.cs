using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Outputs;

/// <summary>Outputs of every kind of column come back, from every database.</summary>
public sealed class OutputValueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<string, ColumnKind> KindsOfAll =>
        new([PostgreSqlTestStore.Kind, MySqlTestStore.Kind, SqliteTestStore.Kind], Enum.GetValues<ColumnKind>());

    [Theory, MemberData(nameof(KindsOfAll))]
    public async Task Every_value_comes_back_as_it_was(string database, ColumnKind kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(database);
        await using SqlTaskDataPersister<int, object?> persister = store.OpenPersister(OutputMapper.Define(kind));
        await using SqlTaskDataPersister<int, object?> other = store.OpenPersister(OutputMapper.Define(kind));
        TaskId same = TaskId.New();
        foreach (object? value in ValuesOf(kind).Append(null))
        {
            TaskId id = TaskId.New();
            await persister.SaveAsync(id, 0, value, Cancellation);
            await persister.SaveAsync(same, 0, value, Cancellation);
            Assert.Equal(value, await other.LoadAsync(id, Cancellation));
            Assert.Equal(value, await other.LoadAsync(same, Cancellation));
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_cannot_be_stored_is_told_and_leaves_what_is_there(string database)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(database);
        await using SqlTaskDataPersister<int, object?> persister = store.OpenPersister(OutputMapper.Define(ColumnKind.Text));
        TaskId id = TaskId.New();
        await persister.SaveAsync(id, 0, "whole", Cancellation);
        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(async () => await persister.SaveAsync(id, 0, "half \uD800", Cancellation));
        Assert.Contains("Value has half of a surrogate pair", refused.Message, StringComparison.Ordinal);
        Assert.Equal("whole", await persister.LoadAsync(id, Cancellation));
    }

    private static IEnumerable<object?> ValuesOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => [true, false],
        ColumnKind.Int32 => [0, -1, int.MinValue, int.MaxValue],
        ColumnKind.Int64 => [0L, -1L, long.MinValue, long.MaxValue],
        ColumnKind.UInt64 => [0UL, 1UL, ulong.MaxValue, 1UL << 63],
        ColumnKind.Single => [0f, -1.5f, float.MaxValue, 0.1f],
        ColumnKind.Double => [0d, -1.5d, double.MaxValue, 0.1, 1d / 3],
        ColumnKind.Decimal => [0m, 1.00m, 79228162514264337593543950335m, 0.0000000000000000000000000001m, -1.5m],
        ColumnKind.Guid => [Guid.Empty, Guid.AllBitsSet, Guid.NewGuid()],
        ColumnKind.Date => [new DateOnly(1, 1, 1), DateOnly.MaxValue, new DateOnly(2024, 2, 29)],
        ColumnKind.Timestamp => [DateTimeOffset.UnixEpoch.AddTicks(10), new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)],
        ColumnKind.Bytes => [Array.Empty<byte>(), new byte[] { 0, 255, 0, 39, 92 }, new byte[100_000]],
        ColumnKind.Json => ["{\"a\":[1,\"';--\"]}", "[]"],
        _ => ["", " ", "'; DROP TABLE kept_outputs; --", "\\' \\\" % _ ` \n\t", "größe 表 🚀", new string('x', 100_000)],
    };
}
