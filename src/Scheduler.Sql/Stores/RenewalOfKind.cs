using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The renewal of one kind.</summary>
internal sealed class RenewalOfKind : ILeaseCall
{
    private readonly ParameterRow _parameters;
    private readonly List<(Guid Id, long Token, bool Stop, string? Callback)> _kept = [];
    private readonly RowList<(Guid Id, long Token, bool Stop, string? Callback)> _answers = new(
        static row => (row.GetGuid(0), row.GetInt64(1), row.GetBoolean(2), row.IsNull(3) ? null : row.GetText(3)));

    public RenewalOfKind(KindRenewal call)
    {
        Call = call;
        Kind = ((ISqlContainer)call.Container).Kind;
        _parameters = Parameters.Holder(call.Request.Claimant, call.Request.LeaseDuration);

        // In one order everywhere, so that two calls that meet in some rows do not wait for each other.
        Held = call.Request.Held.ToArray();
        Array.Sort(Held, static (one, other) => one.Id.CompareTo(other.Id));
    }

    public KindRenewal Call { get; }

    public SqlKind Kind { get; }

    KindCall ILeaseCall.Call => Call;

    public ClaimKey[] Held { get; }

    public SqlCall Ask(ReadOnlyMemory<ClaimKey> some) => new(Kind.Statements.Lease.Renew, _parameters, new ClaimRows(some), _answers);

    /// <summary>Takes the answers of a call that has worked; one that was refused may have answered as well.</summary>
    public void Take() => _kept.AddRange(_answers.Items);

    public void Report()
    {
        // By token too: a claimant may still name a claim that it has lost beside a later one on the same task.
        Dictionary<(Guid, long), bool> stops = [];
        List<string> callbacks = [];
        foreach ((Guid id, long token, bool stop, string? callback) in _kept)
        {
            stops[(id, token)] = stop;
            if (callback is not null)
            {
                callbacks.Add(callback);
            }
        }

        List<ClaimKey> lost = [];
        List<ClaimKey> stopRequested = [];
        foreach (ref readonly ClaimKey key in Call.Request.Held.Span)
        {
            if (!stops.TryGetValue((key.Id.Value, key.ClaimToken), out bool stop))
            {
                lost.Add(key);
            }
            else if (stop)
            {
                stopRequested.Add(key);
            }
        }

        if (lost.Count + stopRequested.Count + callbacks.Count > 0)
        {
            Call.Report = new LeaseReport(lost, stopRequested, callbacks);
        }
    }
}
