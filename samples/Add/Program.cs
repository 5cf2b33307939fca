using Add;
using GeneratedScheduler;

// Usage: Add [polling|callback|both] [number of tasks]
if (!Arguments.TryParse(args, out Arguments arguments))
{
    Console.Error.WriteLine("Usage: Add [polling|callback|both] [number of tasks, 1 to 100000]");
    return 2;
}

Console.WriteLine($"Adding {arguments.Count} pairs of numbers; finished runs are noticed by {arguments.Mode}.");

await using SumScheduler sums = SumScheduler.Create(setup =>
{
    setup.Options.StatusUpdates = arguments.Mode;
    setup.Options.StatusInterval = TimeSpan.FromMilliseconds(25);
    setup.Options.FinishedTasksCapacity = arguments.Count;
});

Report report = new(arguments.Count, Console.Out, isLive: !Console.IsOutputRedirected);
for (int i = 0; i < arguments.Count; i++)
{
    // The same parameters as the method's, checked by the compiler. The handle would give the result: await handle.Completion.
    TaskHandle<int> handle = await sums.EnqueueAsync(a: i, b: i + 1);
    report.Enqueued(handle.Id);
}

await foreach (FinishedTask<SumTask, int> finished in sums.FinishedTasks())
{
    if (report.Finished(finished))
    {
        break;
    }
}

return report.Summarize(await sums.CountAsync()) ? 0 : 1;
