namespace GeneratedScheduler.Conformance.Cases;

/// <summary>All cases by subject, in the order of a task's life.</summary>
internal static class CaseCatalog
{
    public static IEnumerable<(string Subject, CaseDefinition Definition)> All =>
    [
        .. Of("Adding", AddingCases.All),
        .. Of("Capacity", CapacityCases.All),
        .. Of("Claiming", ClaimingCases.All),
        .. Of("Moves", MoveCases.All),
        .. Of("Exchange", ExchangeCases.All),
        .. Of("Commit", CommitCases.All),
        .. Of("Commit", CommitConflictCases.All),
        .. Of("Commit", CommitParallelCases.All),
        .. Of("Fencing", FencingCases.All),
        .. Of("Giving back", GivingBackCases.All),
        .. Of("Leases", LeaseCases.All),
        .. Of("Relayed callbacks", RelayCases.All),
        .. Of("Rescue", RescueCases.All),
        .. Of("Stop", StopCases.All),
        .. Of("Commands", CommandCases.All),
        .. Of("Unique keys", UniqueKeyCases.All),
        .. Of("Delays", DelayCases.All),
        .. Of("Clock", ClockCases.All),
        .. Of("Waiting for tasks", WaitingCases.All),
        .. Of("Outcomes", OutcomeCases.All),
        .. Of("Listing", ListingCases.All),
        .. Of("Listing", DirectionCases.All),
        .. Of("Listing", FilterCases.All),
        .. Of("Cluster-wide limit", ClusterLimitCases.All),
        .. Of("Concurrency", ConcurrencyCases.All),
        .. Of("Sharing", SharingCases.All),
        .. Of("Disposal", DisposalCases.All),
    ];

    private static IEnumerable<(string, CaseDefinition)> Of(string subject, IEnumerable<CaseDefinition> cases) =>
        cases.Select(definition => (subject, definition));
}
