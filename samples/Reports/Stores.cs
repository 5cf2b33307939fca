using GeneratedScheduler;

namespace Reports;

/// <summary>Chooses where tasks are kept.</summary>
internal static class Stores
{
    /// <summary>A connection string says by its first word which database it is for; everything else is a SQLite file.</summary>
    public static SchedulerBuilder UseStore(this SchedulerBuilder scheduler, string store) => store.Split('=')[0].Trim().ToUpperInvariant() switch
    {
        "HOST" => scheduler.UsePostgreSql(store),
        "SERVER" => scheduler.UseMySql(store),
        _ => scheduler.UseSqlite(store),
    };
}
