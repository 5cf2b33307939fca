using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>
/// One look into the database for what may be claimed, of several kinds in one round trip. It outlives the wait that has begun it: a kind that joins the wait
/// begins another one, and a hundred kinds that become idle one after the other would otherwise end a hundred looks before they are answered.
/// </summary>
internal sealed class WaitLook
{
    private readonly SqlDatabase _database;
    private readonly TimeProvider _time;
    private readonly CancellationToken _closing;
    private readonly Dictionary<SqlKind, Exception> _failures = [];

    public WaitLook(SqlDatabase database, TimeProvider time, WaitOfKind[] kinds, CancellationToken closing)
    {
        (_database, _time, _closing) = (database, time, closing);
        Question[] questions = [.. kinds.Select(static kind => new Question(kind.Kind, kind.Call.Request.ClusterConcurrency))];

        // The caller holds a lock.
        Task = System.Threading.Tasks.Task.Run(() => AskAsync(questions), CancellationToken.None);
    }

    /// <summary>The look; it does not fail.</summary>
    public Task Task { get; }

    /// <summary>Hands a failure of the look to a kind that waits.</summary>
    public void Tell(WaitOfKind kind) => kind.Call.Failure ??= _failures.GetValueOrDefault(kind.Kind);

    private async Task AskAsync(Question[] questions)
    {
        try
        {
            await _database.ReadAsync(questions.SelectMany(static question => question.Ask()).ToArray(), _closing).ConfigureAwait(false);
            foreach (Question question in questions)
            {
                await NoteAsync(question).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (questions.Length > 1 && exception is not StoreUnavailableException && !_closing.IsCancellationRequested)
        {
            // One of the tables, perhaps.
            foreach (Question question in questions)
            {
                await AskAsync([question]).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            foreach (Question question in questions)
            {
                _failures[question.Kind] = exception;
            }
        }
    }

    private async ValueTask NoteAsync(Question question)
    {
        TimeSpan? due = question.NextDue;
        if (question.IsReady)
        {
            TaskCounts counts = question.Limit == 0 ? default : await _database.CountAsync(question.Table, _closing).ConfigureAwait(false);
            due = question.Limit == 0 || counts.Running + counts.Exporting < question.Limit ? TimeSpan.Zero : due;
        }

        question.Kind.Wakeups.NoteLook(question.Claims, due, _time);
    }

    /// <summary>What is asked about one kind, and the answer.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="limit">How many of its tasks may run in all processes; 0 for no limit.</param>
    private sealed class Question(SqlKind kind, int limit)
    {
        private readonly RowList<bool> _ready = new(static _ => true);
        private readonly RowList<TimeSpan> _due = new(static row => row.GetTimestamp(0) - row.GetTimestamp(1));

        public SqlKind Kind => kind;

        public int Limit => limit;

        /// <summary>How many claims there had been when the database was asked.</summary>
        public long Claims { get; } = kind.Wakeups.Claims;

        public string Table => kind.Statements.Table.Table;

        public bool IsReady => _ready.Items.Count > 0;

        public TimeSpan? NextDue => _due.Items.Count == 0 ? null : _due.Items[0];

        public SqlCall[] Ask()
        {
            ClaimStatements claim = kind.Statements.Claim;
            return [new(claim.AnyReady, null, null, _ready, 1), new(claim.NextDue, null, null, _due, 1)];
        }
    }
}
