namespace GeneratedScheduler.Runtime.Tests.Tasks;

public sealed class TaskCommandTests
{
    public static TheoryData<TaskCommand> Commands => [.. Enum.GetValues<TaskCommand>()];

    [Theory, MemberData(nameof(Commands))]
    public void A_command_is_allowed_where_the_event_of_its_name_is(TaskCommand command)
    {
        TaskEvent happening = Enum.Parse<TaskEvent>(command.ToString());
        foreach (TaskState state in Enum.GetValues<TaskState>())
        {
            bool expected = TaskStateMachine.TryMove(state, happening, out TaskState expectedTo);
            Assert.Equal(expected, TaskStateMachine.TryMove(state, command, out TaskState to));
            Assert.Equal(expectedTo, to);
        }
    }

    [Fact]
    public void A_number_that_is_not_a_command_is_an_argument_out_of_range() =>
        Assert.Throws<ArgumentOutOfRangeException>("command", () => TaskStateMachine.TryMove(TaskState.Waiting, (TaskCommand)4, out _));
}
