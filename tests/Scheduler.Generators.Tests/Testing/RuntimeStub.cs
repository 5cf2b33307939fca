namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>Signatures of the runtime that emitted code uses and that are not there yet.</summary>
internal static class RuntimeStub
{
    public const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler.Containers;

        namespace GeneratedScheduler
        {
            public class Scheduler<TTask, TResult>
            {
                protected Scheduler() { }
                public Scheduler(SchedulerSetup<TTask, TResult> setup) { }
                public virtual ValueTask<TaskHandle<TResult>> EnqueueAsync(TTask task, EnqueueOptions options = null, CancellationToken cancellationToken = default) => default;
                public virtual ValueTask<IReadOnlyList<TaskHandle<TResult>>> EnqueueManyAsync(IEnumerable<TTask> tasks, EnqueueOptions options = null, CancellationToken cancellationToken = default) => default;
                public virtual ValueTask<TaskHandle<TResult>> CreateAsync(TTask task, EnqueueOptions options = null, CancellationToken cancellationToken = default) => default;
                public void Start() { }
            }

            public sealed class SchedulerBuilder
            {
                public SchedulerBuilder AddTask<TScheduler, TTask, TResult>(TaskDefinition<TTask, TResult> definition, Func<SchedulerSetup<TTask, TResult>, TScheduler> create)
                    where TScheduler : Scheduler<TTask, TResult> => this;
            }
        }

        namespace GeneratedScheduler.Containers
        {
            public class QueueContainerOptions { }
            public class OrderedContainerOptions { }
            public class QueueTaskContainer<TTask, TResult> { public QueueTaskContainer(QueueContainerOptions options = null) { } }
            public class OrderedTaskContainer<TTask, TResult> { public OrderedTaskContainer(OrderedContainerOptions options = null) { } }
        }
        """;
}
