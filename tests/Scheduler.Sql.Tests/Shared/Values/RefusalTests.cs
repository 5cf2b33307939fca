using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Values;

/// <summary>A value that would not come back as it is, is refused by name, and nothing is changed.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_task_with_such_a_value_is_not_added_nor_are_those_beside_it(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());
        foreach ((string member, string problem, Everything bad) in Refused(kind))
        {
            InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => container.AddAsync(EdgeValues.At(0), bad));
            Assert.Equal(("values.everything", member), (refused.TaskName, refused.Member));
            Assert.StartsWith($"values.everything: {member} ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
        Assert.Equal(["0"], await store.QueryAsync("SELECT count(*) FROM values_everything"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_result_with_such_a_value_is_not_written_nor_are_the_moves_beside_it(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());
        await container.AddAsync(EdgeValues.At(0), EdgeValues.At(1));
        ClaimedTask<Everything>[] claimed = await container.ClaimAsync();
        TaskTransition<Everything> good = TaskTransition<Everything>.Succeed(claimed[0].Id, claimed[0].ClaimToken, EdgeValues.At(2));
        foreach ((string member, string problem, Everything bad) in Refused(kind))
        {
            InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(
                () => container.ApplyAsync(good, TaskTransition<Everything>.Succeed(claimed[1].Id, claimed[1].ClaimToken, bad)));
            Assert.Equal(member, refused.Member);
            Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await container.CountAsync(Cancellation)).Running);
        Assert.True(Assert.Single(await container.ApplyAsync(good)));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_column_with_limits_rounds_nothing_and_cuts_nothing_off(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Narrow, decimal> container = await store.OpenReadyAsync(NarrowScheduler.CreateDefinition());
        Narrow fits = new(1.10m, "12345", DateTimeOffset.UnixEpoch, DateTime.UnixEpoch);
        (string Member, Narrow Task)[] refused =
        [
            ("Amount", fits with { Amount = 1.005m }), ("Amount", fits with { Amount = 100_000_000m }), ("Amount", fits with { Amount = decimal.MinValue }),
            ("Code", fits with { Code = "123456" }), ("Code", fits with { Code = "12345 " }),
        ];
        foreach ((string member, Narrow task) in refused)
        {
            Assert.Equal(member, (await Assert.ThrowsAsync<InvalidTaskException>(() => container.AddAsync(task))).Member);
        }

        Assert.Equal(0, (await container.CountAsync(Cancellation)).Waiting);
        await container.AddAsync(fits);
        Assert.Equal(1.10m, (await container.ClaimAsync())[0].Payload.Amount);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_row_that_somebody_has_spoilt_fails_alone_and_says_which_member(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());
        TaskId[] ids = await container.AddAsync(EdgeValues.At(0), EdgeValues.At(1), EdgeValues.At(2));
        await store.ExecuteAsync($"UPDATE values_everything SET date_time = 'yesterday' WHERE task_id = '{ids[1]}'");
        ClaimedTask<Everything>[] claimed = await container.ClaimAsync();
        Assert.Equal(ids, claimed.Select(c => c.Id));
        Assert.Equal([null, TaskFailureReason.Unreadable, null], claimed.Select(c => c.Unreadable?.Reason));
        Assert.Contains("DateTime", claimed[1].Unreadable!.Message, StringComparison.Ordinal);
        Exactly.Same(EdgeValues.At(2), claimed[2].Payload);
    }

    private static IEnumerable<(string Member, string Problem, Everything Task)> Refused(string kind)
    {
        Everything fine = EdgeValues.At(0);
        yield return ("Text", "surrogate", fine with { Text = "half \uD83D" });
        yield return ("Text", "surrogate", fine with { Text = "\uDE00\uD83D\uFFFD" });
        yield return ("Text", "null", fine with { Text = null! });
        yield return ("Bytes", "null", fine with { Bytes = null! });
        yield return ("Nested", "null", fine with { Nested = null! });
        if (kind != PostgreSqlTestStore.Kind)
        {
            yield return ("Double", "NaN", fine with { Double = double.NaN });
            yield return ("Single", "NaN", fine with { Single = float.NaN });
        }
        else
        {
            yield return ("Text", "U+0000", fine with { Text = "a\0b" });
        }

        if (kind == MySqlTestStore.Kind)
        {
            yield return ("Double", "Infinity", fine with { Double = double.NegativeInfinity });
            yield return ("Single", "Infinity", fine with { Single = float.PositiveInfinity });
        }
    }
}
