using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Values;

/// <summary>Every value that is stored comes back as it was, of tasks and of results, through the mapper that is emitted for them.</summary>
public sealed class RoundTripTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Values_of_every_kind_come_back(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());

        // All in one call, where a database may give a column the type of its first value; and each alone.
        Everything[] all = [.. Enumerable.Range(0, EdgeValues.Rows).Select(EdgeValues.At)];
        await container.AddAsync(all);
        await CheckAsync(container, all);
        foreach (Everything one in all)
        {
            await container.AddAsync(one);
            await CheckAsync(container, [one]);
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Values_that_may_be_empty_come_back(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Nothing, Nothing?> container = await store.OpenReadyAsync(NothingScheduler.CreateDefinition());
        Nothing[] all = [.. Enumerable.Range(0, EdgeValues.Rows).Select(EdgeValues.NullableAt)];
        await container.AddAsync(all);
        ClaimedTask<Nothing>[] claimed = await container.ClaimAsync();
        Assert.Equal(all.Length, claimed.Length);
        bool[] accepted = await container.ApplyAsync(
            [.. claimed.Select((c, i) => TaskTransition<Nothing?>.Succeed(c.Id, c.ClaimToken, i == 3 ? null : all[^(i + 1)]))]);
        Assert.DoesNotContain(false, accepted);
        for (int i = 0; i < all.Length; i++)
        {
            Exactly.Same(all[i], claimed[i].Payload);
            TaskRecord<Nothing, Nothing?> record = await container.GetAsync(claimed[i].Id);
            Exactly.Same(all[i], record.Payload);
            if (i == 3)
            {
                Assert.Null(record.Result);
            }
            else
            {
                Exactly.Same(all[^(i + 1)], record.Result);
            }
        }
    }

    public static TheoryData<string, double> Special => new()
    {
        { PostgreSqlTestStore.Kind, double.NaN },
        { PostgreSqlTestStore.Kind, double.PositiveInfinity },
        { PostgreSqlTestStore.Kind, double.NegativeInfinity },
        { PostgreSqlTestStore.Kind, -0d },
        { SqliteTestStore.Kind, double.PositiveInfinity },
        { SqliteTestStore.Kind, double.NegativeInfinity },
    };

    [Theory, MemberData(nameof(Special))]
    public async Task Numbers_that_only_some_databases_have_come_back_from_these(string kind, double number)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());
        Everything[] special = [EdgeValues.At(1) with { Double = number, Single = (float)number }, EdgeValues.At(2)];
        await container.AddAsync(special);
        await CheckAsync(container, special);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task The_sign_of_zero_is_all_that_is_ever_forgotten(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());
        Everything task = EdgeValues.At(1) with { Double = -0d, Single = -0f, Decimal = -0.00m };
        Assert.True(decimal.IsNegative(task.Decimal));
        await container.AddAsync(task);
        Exactly.Same(task, (await container.ClaimAsync())[0].Payload, ignoresSignOfZero: true);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Moments_of_the_database_come_back_in_utc_to_the_microsecond(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Narrow, decimal> container = await store.OpenReadyAsync(NarrowScheduler.CreateDefinition());
        DateTimeOffset odd = new(638_000_000_001_234_567, TimeSpan.FromMinutes(345));
        DateTimeOffset last = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);
        await container.AddAsync(
            new Narrow(-0.5m, "a😀b", odd, odd.UtcDateTime),
            new Narrow(99_999_999.99m, "12345", DateTimeOffset.UnixEpoch.AddYears(-900), DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Unspecified)),
            new Narrow(-99_999_999.99m, "", last, last.UtcDateTime));
        Narrow[] back = [.. (await container.ClaimAsync()).Select(c => c.Payload)];
        Assert.Equal(odd.AddTicks(-7), back[0].Moment);
        Assert.Equal(TimeSpan.Zero, back[0].Moment.Offset);
        Assert.Equal((odd.UtcTicks - 7, DateTimeKind.Utc), (back[0].Time.Ticks, back[0].Time.Kind));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(-900), back[1].Moment);
        Assert.Equal((DateTime.UnixEpoch, DateTimeKind.Utc), (back[1].Time, back[1].Time.Kind));
        Assert.Equal(last, back[2].Moment);
        Assert.Equal([-0.5m, 99_999_999.99m, -99_999_999.99m], back.Select(b => b.Amount));
        Assert.Equal(["a😀b", "12345", ""], back.Select(b => b.Code));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task The_first_and_the_last_moment_come_back(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Narrow, decimal> container = await store.OpenReadyAsync(NarrowScheduler.CreateDefinition());
        await container.AddAsync(
            new Narrow(0, "", DateTimeOffset.MinValue, DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)),
            new Narrow(0, "", DateTimeOffset.MaxValue, DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)));
        Narrow[] back = [.. (await container.ClaimAsync()).Select(c => c.Payload)];
        Assert.Equal((DateTimeOffset.MinValue, TimeSpan.Zero, 0L), (back[0].Moment, back[0].Moment.Offset, back[0].Time.Ticks));
        Assert.InRange(back[1].Moment.UtcTicks, DateTime.MaxValue.Ticks - 9, DateTime.MaxValue.Ticks);
        Assert.InRange(back[1].Time.Ticks, DateTime.MaxValue.Ticks - 9, DateTime.MaxValue.Ticks);
    }

    private static async Task CheckAsync(SqlTaskContainer<Everything, Everything> container, Everything[] expected)
    {
        ClaimedTask<Everything>[] claimed = await container.ClaimAsync();
        Assert.Equal(expected.Length, claimed.Length);

        // The results are the tasks in another order, so that none passes for the other.
        bool[] accepted = await container.ApplyAsync(
            [.. claimed.Select((c, i) => TaskTransition<Everything>.Succeed(c.Id, c.ClaimToken, expected[^(i + 1)]))]);
        Assert.DoesNotContain(false, accepted);
        IReadOnlyList<TaskRecord<Everything, Everything>?> records = await container.GetAsync(claimed.Select(c => c.Id).ToArray(), Cancellation);
        for (int i = 0; i < expected.Length; i++)
        {
            Exactly.Same(expected[i], claimed[i].Payload);
            Exactly.Same(expected[i], records[i]!.Payload);
            Exactly.Same(expected[^(i + 1)], records[i]!.Result);
        }
    }
}
