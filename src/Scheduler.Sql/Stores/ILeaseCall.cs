using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>What is done about the leases of one kind, as a part of a call for several kinds.</summary>
internal interface ILeaseCall
{
    /// <summary>Takes the failure.</summary>
    KindCall Call { get; }

    SqlKind Kind { get; }
}
