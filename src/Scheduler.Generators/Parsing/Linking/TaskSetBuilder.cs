using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Finds what tasks of one compilation claim together.</summary>
internal static class TaskSetBuilder
{
    public static TaskSetModel Build(IEnumerable<TaskIdentity> identities)
    {
        TaskIdentity[] ordered = [.. identities.OrderBy(static task => task.Id, StringComparer.Ordinal)];

        // What stands there twice is no other task; the compiler reports it.
        IGrouping<string, TaskIdentity>[] byId = [.. ordered.GroupBy(static task => task.Id, StringComparer.Ordinal)];
        TaskIdentity[] distinct = [.. byId.Select(static group => group.First())];
        IEnumerable<(string Claim, TaskIdentity Task)> names = distinct.Select(static task => (task.Name, task));
        IEnumerable<(string Claim, TaskIdentity Task)> types = distinct.SelectMany(
            static task => EmittedTypes(task).Select(type => (type, task)));

        return new TaskSetModel(
            FindConflicts(names, ConflictKind.Name).Concat(FindConflicts(types, ConflictKind.EmittedType)).ToEquatableArray(),
            ordered
                .GroupBy(static task => task.HintName, StringComparer.OrdinalIgnoreCase)
                .Where(static group => group.Count() > 1)
                .SelectMany(static group => group.Select(static task => task.HintName))
                .Distinct(StringComparer.Ordinal)
                .ToEquatableArray(),
            byId.Where(static group => group.Count() > 1).Select(static group => group.Key).ToEquatableArray(),
            ordered.SelectMany(EmittedTypes).Distinct(StringComparer.Ordinal).ToEquatableArray(),
            distinct
                .SelectMany(static task => task.Tables.Select(static table => table.ToLowerInvariant()).Distinct(StringComparer.Ordinal))
                .GroupBy(static table => table, StringComparer.Ordinal)
                .Where(static group => group.Count() > 1)
                .Select(static group => group.Key)
                .ToEquatableArray());
    }

    private static IEnumerable<string> EmittedTypes(TaskIdentity task) =>
        task.EmittedPayloadType is { } payload ? [task.SchedulerType, payload] : [task.SchedulerType];

    private static IEnumerable<TaskConflict> FindConflicts(IEnumerable<(string Claim, TaskIdentity Task)> claims, ConflictKind kind)
    {
        foreach (IGrouping<string, (string Claim, TaskIdentity Task)> group in claims.GroupBy(static claim => claim.Claim, StringComparer.Ordinal))
        {
            TaskIdentity[] tasks = [.. group.Select(static claim => claim.Task)];
            for (int i = 0; tasks.Length > 1 && i < tasks.Length; i++)
            {
                yield return new TaskConflict(tasks[i].Id, kind, group.Key, tasks[i == 0 ? 1 : 0].Id);
            }
        }
    }
}
