using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    ISqlCommitPart ISqlContainer.Prepare(TaskCommit commit, CommitPart part) => new CommitWork(this, commit, (CommitPart<TTask, TResult>)part);

    private sealed class CommitWork : ISqlCommitPart
    {
        private readonly SqlTaskContainer<TTask, TResult> _container;
        private readonly TaskCommit _commit;
        private readonly CommitPart<TTask, TResult> _part;
        private readonly int[] _order;
        private readonly TaskTransition<TResult>[] _transitions;
        private readonly bool[] _accepted;
        private readonly NewTask<TTask>[] _tasks;
        private readonly NewTaskRows<TTask, TResult> _rows;
        private readonly TaskId[] _starts;
        private readonly RowList<(Guid Id, TaskState State)> _started = new(static row => (row.GetGuid(0), (TaskState)row.GetInt32(1)));

        public CommitWork(SqlTaskContainer<TTask, TResult> container, TaskCommit commit, CommitPart<TTask, TResult> part)
        {
            Opened opened = container.Ready;
            (_container, _commit, _part) = (container, commit, part);

            // Rows are locked in the order of their ids, so that two commits about the same tasks do not lock them in different ones. Transitions of one task keep their order.
            _order = [.. Enumerable.Range(0, part.Transitions.Count).OrderBy(i => part.Transitions[i].Id.Value)];
            _transitions = [.. _order.Select(i => part.Transitions[i])];
            _accepted = new bool[_transitions.Length];
            Transitions = [.. container.Moves(_transitions, _accepted).Select(static call => call with { IsCondition = true })];
            _tasks = [.. part.Tasks];
            _rows = new NewTaskRows<TTask, TResult>(_tasks, container._mapper, container._taskName);
            Adds = _tasks.Length > 0 ? AddOf(_rows) with { Keys = KeysOf(_tasks) } : null;
            _starts = [.. part.Starts.Distinct().OrderBy(static id => id.Value)];
            Starts = _starts.Length > 0 ? new SqlCall(opened.Statements.Command.Start, null, new IdRows(_starts), _started) : null;
        }

        public string Table => _container.Table;

        public SqlKind Kind => _container._kind;

        public IReadOnlyList<SqlCall> Transitions { get; }

        public SqlCall? Starts { get; }

        public SqlCall? Adds { get; }

        public void ReportTransitions()
        {
            bool[] accepted = new bool[_order.Length];
            for (int i = 0; i < accepted.Length; i++)
            {
                accepted[_order[i]] = _accepted[i];
            }

            _commit.SetAccepted(_part, accepted);
        }

        public async ValueTask ReportStartsAsync(CancellationToken cancellationToken)
        {
            if (Starts is null)
            {
                return;
            }

            Dictionary<Guid, (CommandOutcome Outcome, TaskState State)> answers = _started.Items.ToDictionary(s => s.Id, s => (CommandOutcome.Done, s.State));
            await _container.LookUpAsync(_starts, answers, cancellationToken).ConfigureAwait(false);
            CommandResult[] results = new CommandResult[_part.Starts.Count];
            HashSet<TaskId> seen = [];
            for (int i = 0; i < results.Length; i++)
            {
                TaskId id = _part.Starts[i];
                (CommandOutcome outcome, TaskState state) = answers[id.Value];

                // A task that is named twice is started once.
                results[i] = new CommandResult(id, seen.Add(id) || outcome != CommandOutcome.Done ? outcome : CommandOutcome.Refused, state);
            }

            _commit.SetStarted(_part, results);
        }

        public async ValueTask<IReadOnlyList<TaskConflict>> FindConflictsAsync(CancellationToken cancellationToken)
        {
            if (Adds is null)
            {
                return [];
            }

            // Tasks that end in the commit have their keys until it is made.
            HashSet<TaskId> ending = [.. _transitions.Where(static t => t.Event is TaskEvent.Succeed or TaskEvent.Fail or TaskEvent.Stop).Select(static t => t.Id)];
            List<TaskConflict> conflicts = await _container.FindConflictsAsync(_tasks, cancellationToken).ConfigureAwait(false);
            return [.. conflicts.Where(conflict => conflict.UniqueKey is null || !ending.Contains(conflict.ExistingId))];
        }

        public async ValueTask<InvalidTaskException> ExplainAsync(SqlCall call, RefusedException refusal, CancellationToken cancellationToken)
        {
            if (ReferenceEquals(call, Adds))
            {
                return await _container.RefusedTaskAsync(_rows, refusal, AddOf, cancellationToken).ConfigureAwait(false);
            }

            return ReferenceEquals(call, Starts)
                ? new InvalidTaskException(
                    _container._taskName, $"the command {TaskCommand.Start}", $"cannot be carried out; {_container._database.Dialect.Name} refuses it: {refusal.Message}", refusal.InnerException)
                : _container.RefusedMove(_transitions, refusal.InnerException!);
        }

        public void Signal()
        {
            if (_started.Items.Count > 0 || _tasks.Any(static task => task.Start))
            {
                _container.SignalAll();
            }
            else
            {
                _container.SignalIfReady(_transitions);
            }
        }

        private SqlCall AddOf(IRowSource rows) => new(_container.Ready.Statements.Add.Add, null, rows, null);
    }
}
