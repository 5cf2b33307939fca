using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Joins the storage of a payload with that of the result, which may be declared elsewhere.</summary>
internal static class StorageCompletion
{
    private const string Presence = "whether there is one";

    /// <summary>What is emitted; <see langword="null"/> if nothing is wanted, or nothing is possible.</summary>
    public static StorageModel? Complete(TaskModel task, ActuatorModel actuator, TaskSetModel taskSet, StorageNeeds needs)
    {
        if (task.Storage is not { } payload || actuator.Storage is not { } result)
        {
            return null;
        }

        bool hasMapper = needs.Mapper
            && payload.HasColumns
            && result.HasColumns
            && !task.Identity.Tables.Any(table => taskSet.SharedTables.Contains(table.ToLowerInvariant()))
            && FindConflicts(payload, result).Count == 0;
        return hasMapper || needs.Codec ? new StorageModel(payload, result, hasMapper, needs.Codec) : null;
    }

    // What a result is called that has no members.
    private static string NameOf(string member, bool isResult, ResultStorageModel result) =>
        !isResult ? $"'{member}'"
        : result.Value is not null ? "what the task returns"
        : result.Shape is { Construction: ConstructionKind.Tuple } || member.Contains(' ') ? $"'{member}' of what the task returns"
        : $"'{member}' of the result";

    /// <summary>Members whose columns, or former columns, are those of another member. Databases do not agree on case, so it does not count.</summary>
    public static IReadOnlyList<ColumnConflict> FindConflicts(PayloadStorageModel payload, ResultStorageModel result)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var conflicts = new List<ColumnConflict>();
        var claims = new List<(string Column, string Member, bool IsResult)>();
        claims.AddRange(payload.Payload.Members.Select(static member => (member.Column.Name, member.Name, false)));
        claims.AddRange(result.Members.Select(static member => (member.Column.Name, member.Name, true)));
        if (result.HasPresence)
        {
            claims.Add((ResultStorageModel.Presence, Presence, true));
        }

        // Former names last, so that the one that is reported is the one that can be left out.
        claims.AddRange(payload.Payload.Members.SelectMany(static member => member.Column.FormerNames.Select(name => (name, member.Name, false))));
        claims.AddRange(result.Members.SelectMany(static member => member.Column.FormerNames.Select(name => (name, member.Name, true))));
        foreach ((string column, string member, bool isResult) in claims)
        {
            if (!owners.TryGetValue(column, out string? owner))
            {
                owners.Add(column, NameOf(member, isResult, result));
            }
            else
            {
                conflicts.Add(new ColumnConflict(member, isResult, column, owner));
            }
        }

        return conflicts;
    }
}

/// <summary>A member that claims a column that another one has.</summary>
internal readonly struct ColumnConflict(string member, bool isResult, string column, string owner)
{
    public string Member => member;

    /// <summary>Whether it is a member of the result, not of the payload.</summary>
    public bool IsResult => isResult;

    public string Column => column;

    public string Owner => owner;
}
