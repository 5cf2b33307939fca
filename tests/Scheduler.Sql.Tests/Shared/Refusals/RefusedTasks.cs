using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>A kind of task whose rows a trigger can tell apart, and whose code counts how often it is called.</summary>
internal static class RefusedTasks
{
    public static readonly ConcurrentDictionary<string, int> Calls = new();

    /// <summary>What the tasks of a run wait for.</summary>
    public static readonly ConcurrentDictionary<string, Task> Gates = new();

    [ScheduledTask("refusal", TypeName = "Refusal")]
    public static async Task<string> RunAsync(string run, string word)
    {
        Calls.AddOrUpdate($"{run}/{word}", 1, static (_, count) => count + 1);
        await (Gates.TryGetValue(run, out Task? gate) ? gate : Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return word.StartsWith("throw ", StringComparison.Ordinal) ? throw new InvalidOperationException(Uri.UnescapeDataString(word)) : word;
    }

    /// <summary>Words in plain characters, which are thrown as they were.</summary>
    public static string Escape(string word) => string.Concat(word.Select(static c => c > '~' ? Uri.EscapeDataString(c.ToString()) : c.ToString()));

    /// <summary>A container over a store, with or without memory in front, ready for use.</summary>
    public static async Task<ITaskContainer<RefusalTask, string>> OpenAsync(SqlTestStore store, bool withMemory, Action<SqlContainerOptions>? configure = null)
    {
        SqlTaskContainer<RefusalTask, string> durable = store.Open(RefusalScheduler.CreateDefinition(), configure);
        ITaskContainer<RefusalTask, string> container = withMemory ? new CombinedTaskContainer<RefusalTask, string>(durable) : durable;
        await container.InitializeAsync(TestContext.Current.CancellationToken);
        return container;
    }

    public static RefusalScheduler Start(ITaskContainer<RefusalTask, string> container, Action<SchedulerOptions>? configure = null) => RefusalScheduler.Create(setup =>
    {
        setup.Container = container;
        setup.Options.Concurrency = 32;
        setup.Options.LeaseDuration = TimeSpan.FromSeconds(5);
        configure?.Invoke(setup.Options);
    });

    public static async Task<TaskOutcome<string>[]> OutcomesAsync(IEnumerable<TaskHandle<string>> handles) =>
        await Task.WhenAll(handles.Select(static handle => handle.Outcome)).WaitAsync(
            TimeSpan.FromSeconds(90), TimeProvider.System, TestContext.Current.CancellationToken);
}
