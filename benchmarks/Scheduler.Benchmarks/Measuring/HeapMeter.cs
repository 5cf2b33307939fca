namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>What is on the heap, and what was put there.</summary>
internal static class HeapMeter
{
    /// <summary>The bytes of all objects that are still in use.</summary>
    public static long LiveBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>The bytes that all threads have allocated so far. Stops them for a moment, so never call it inside a timed stretch.</summary>
    public static long AllocatedBytes() => GC.GetTotalAllocatedBytes(precise: true);
}
