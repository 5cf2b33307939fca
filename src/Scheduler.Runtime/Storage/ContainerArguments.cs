namespace GeneratedScheduler.Storage;

/// <summary>The checks of arguments that all containers share, so that the same mistake has the same answer whatever keeps the tasks.</summary>
internal static class ContainerArguments
{
    /// <summary>The command is one that can be carried out.</summary>
    public static void ThrowIfUnknown(TaskCommand command)
    {
        if (command is < TaskCommand.Start or > TaskCommand.Delete)
        {
            throw new ArgumentOutOfRangeException(nameof(command), command, $"{command} is not a command. Write Start, Stop, Restart or Delete.");
        }
    }
}
