using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class ValueTests
{
    public static TheoryData<ColumnKind> Kinds => [.. Enum.GetValues<ColumnKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Every_value_comes_back_as_it_was(ColumnKind kind)
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<object?, NoResult> container = await store.OpenAsync(new ValueMapper(kind));
        foreach (object? value in ValuesOf(kind).Append(null))
        {
            TaskId id = TaskId.New();
            await SqliteProbe.AddAsync(container, new Storage.NewTask<object?>(id, value, EnqueueOptions.Default));
            TaskRecord<object?, NoResult>? record = (await container.GetAsync(new[] { id }, SqliteProbe.Cancellation))[0];
            Assert.Equal(value, record!.Payload);
            if (value is double and not 0d or float and not 0f)
            {
                // SQLite stores a zero without its sign, which is equal.
                Assert.Equal(BitConverter.DoubleToInt64Bits(Convert.ToDouble(value, null)), BitConverter.DoubleToInt64Bits(Convert.ToDouble(record.Payload, null)));
            }
            else if (value is decimal digits)
            {
                Assert.Equal(decimal.GetBits(digits), decimal.GetBits((decimal)record.Payload!));
            }
        }
    }

    [Theory]
    [InlineData(ColumnKind.Double, double.NaN, "NaN")]
    [InlineData(ColumnKind.Single, float.NaN, "NaN")]
    public Task What_is_no_number_is_refused(ColumnKind kind, object value, string problem) => RefusesAsync(kind, value, problem);

    [Fact]
    public async Task What_is_no_character_is_refused()
    {
        await RefusesAsync(ColumnKind.Text, "half \uD800", "surrogate");
        await RefusesAsync(ColumnKind.Json, "\"\uDC00\"", "surrogate");
    }

    private static async Task RefusesAsync(ColumnKind kind, object value, string problem)
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<object?, NoResult> container = await store.OpenAsync(new ValueMapper(kind));
        InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => SqliteProbe.AddAsync(
            container, new(TaskId.New(), null, EnqueueOptions.Default), new(TaskId.New(), value, EnqueueOptions.Default)));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await container.CountAsync(SqliteProbe.Cancellation)).Unfinished);
    }

    [Fact]
    public async Task People_can_read_what_is_stored()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<object?, NoResult> container = await store.OpenAsync(new ValueMapper(ColumnKind.Timestamp));
        DateTimeOffset moment = new(2026, 3, 1, 13, 30, 0, 123, TimeSpan.FromHours(1));
        await SqliteProbe.AddAsync(container, new Storage.NewTask<object?>(TaskId.New(), moment, EnqueueOptions.Default));
        Assert.Equal("2026-03-01 12:30:00.123000", store.Ask("SELECT value FROM stored"));
        Assert.Equal("2026-03-01 12:30:00", store.Ask("SELECT datetime(value) FROM stored"));
        Assert.Equal(1L, store.Ask("SELECT abs(unixepoch(task_created_at) - unixepoch('now')) < 60 FROM stored"));
        Assert.Equal(36L, store.Ask("SELECT length(task_id) FROM stored WHERE task_id = lower(task_id)"));
    }

    [Theory]
    [InlineData("a\"b; DROP TABLE x; --", "c'd\"\"e")]
    [InlineData("select", "order by")]
    [InlineData("größe 表 🚀", "naïve [x] `y`")]
    [InlineData(" leading and trailing ", ":now")]
    [InlineData("%s {0} ?1", "@p --")]
    public async Task Hostile_names_are_names(string table, string column)
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<object?, NoResult> container = await store.OpenAsync(new ValueMapper(ColumnKind.Text, table, column));
        await SqliteProbe.AddAsync(container, new Storage.NewTask<object?>(TaskId.New(), "'; DROP TABLE x; --", EnqueueOptions.Default));
        Assert.Equal("'; DROP TABLE x; --", Assert.Single(await SqliteProbe.ClaimAsync(container)).Payload);

        // A second look finds all of it there, and nothing to change.
        SqlTaskContainer<object?, NoResult> again = await store.OpenAsync(
            new ValueMapper(ColumnKind.Text, table, column), new() { Schema = SchemaMode.Check });
        Assert.Equal(1, (await again.CountAsync(SqliteProbe.Cancellation)).Running);
    }

    private static IEnumerable<object?> ValuesOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => [true, false],
        ColumnKind.Int32 => [0, -1, int.MinValue, int.MaxValue],
        ColumnKind.Int64 => [0L, -1L, long.MinValue, long.MaxValue],
        ColumnKind.UInt64 => [0UL, 1UL, ulong.MaxValue, 1UL << 63],
        ColumnKind.Single => [0f, -0f, float.MinValue, float.MaxValue, float.Epsilon, 0.1f, float.PositiveInfinity, float.NegativeInfinity],
        ColumnKind.Double => [0d, -0d, double.MinValue, double.MaxValue, double.Epsilon, 0.1, 1d / 3, double.PositiveInfinity, double.NegativeInfinity],
        ColumnKind.Decimal => [0m, 1.00m, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m, -1.5m],
        ColumnKind.Guid => [Guid.Empty, Guid.AllBitsSet, Guid.NewGuid()],
        ColumnKind.Date => [DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29)],
        ColumnKind.Timestamp =>
        [
            DateTimeOffset.MinValue, new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990), DateTimeOffset.UnixEpoch.AddTicks(10),
        ],
        ColumnKind.Bytes => [Array.Empty<byte>(), new byte[] { 0, 255, 0 }, new byte[100_000]],
        ColumnKind.Json => ["{}", "\"\"", "{\"a\":[1,null,\"\\u0000\"]}"],
        _ => ["", " ", "a\0b", "\0", "ß 表 🚀", "'\";--", new string('x', 100_000), "\r\n"],
    };
}
