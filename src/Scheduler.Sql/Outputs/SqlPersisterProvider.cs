using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Persisters over one database, for all kinds of tasks of a host.</summary>
internal sealed class SqlPersisterProvider(Func<DatabaseUse> use, SqlContainerOptions options) : ITaskDataPersisterProvider
{
    public ITaskDataPersister<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, SchedulerOptions schedulerOptions, IServiceProvider services) =>
        new SqlTaskDataPersister<TTask, TResult>(use(), definition.Name, definition.Mapper, options);
}
