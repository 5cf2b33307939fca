using GeneratedScheduler.Sql.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Shared;

public sealed class MapperTests
{
    /// <summary>The runtime cannot know why there is no mapper, and must not name one cause as if it were the only one.</summary>
    [Fact]
    public void A_task_without_a_mapper_is_told_every_cause_that_there_is()
    {
        TaskDefinition<FirstMailTask, string> definition = new() { Name = "mail", CreateActuator = FirstMailScheduler.CreateDefinition().CreateActuator };
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => new SqliteStore("tasks.db").OpenAlone(definition));
        string problem = Assert.Single(refused.Problems);
        Assert.Contains("<GeneratedSchedulerStorage>", problem, StringComparison.Ordinal);
        Assert.Contains("GS0037 to GS0043", problem, StringComparison.Ordinal);
        Assert.Contains("NoWarn", problem, StringComparison.Ordinal);
    }
}
