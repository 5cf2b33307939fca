using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The look for lost tasks of one kind.</summary>
internal sealed class RescueOfKind(KindRescue call) : ILeaseCall
{
    // How many leases that are over are remembered from one look to the next.
    private const int MostSeen = 10_000;

    private readonly RowList<LeasesSeenOver.Lease> _over = new(static row => new(TaskId.From(row.GetGuid(0)), row.GetInt64(1), row.GetTimestamp(2)));

    public KindRescue Call => call;

    KindCall ILeaseCall.Call => call;

    public SqlKind Kind { get; } = ((ISqlContainer)call.Container).Kind;

    public ParameterRow Parameters { get; } = new(writer =>
    {
        writer.WriteBoolean(call.Request.CanReattach);
        writer.WriteInt32(call.Request.MaxLosses);
    });

    public ClaimKey[] Lost { get; private set; } = [];

    public SqlCall Look() => new(Kind.Statements.Lease.Over, null, null, _over, MostSeen);

    /// <summary>Answers whether any task is lost.</summary>
    public bool Note()
    {
        Lost = [.. Kind.LeasesSeenOver.Note(_over.Items, call.Request.SeenFor).Take(call.Request.Limit)];

        // In the order in which renewals lock.
        Array.Sort(Lost, static (one, other) => one.Id.CompareTo(other.Id));
        return Lost.Length > 0;
    }
}
