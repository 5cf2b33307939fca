namespace GeneratedScheduler.Sql.MySql;

/// <summary>Carries out the statements of one call on one connection, in as few round trips as MySQL lets us: two for a claim or a completion.</summary>
/// <remarks>
/// <para>
/// MySQL has no UPDATE that answers. So rows are found and locked first, and then changed by their numbers; what the caller wants to know is
/// said with the first step if it can be, and so are the states before and after, for the counts. The commit travels with the last step.
/// </para>
/// <para>READ COMMITTED, so that nothing but the rows themselves is locked, and each step sees what the locks protect.</para>
/// </remarks>
internal sealed class MySqlTransactionRun(MySqlSession session, MySqlCompiler compiler)
{
    private readonly SearchStep _search = new(session, compiler);
    private readonly ChangeStep _change = new(session, compiler.Dialect);

    // What the next call has found already, because it travelled with the one before.
    private List<FoundRow>? _ahead;

    private bool _isConditionMissed;

    /// <summary>Whether rows were left as they are because another transaction has them.</summary>
    public bool HasPassedOver => _search.HasPassedOver;

    /// <param name="calls">What to do.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="isRehearsal">Whether the transaction is left open for the caller, who rolls it back.</param>
    public async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken, bool isRehearsal = false)
    {
        int conditions = SqlDatabase.EndOfConditions(calls.Span);
        for (int i = 0; i < calls.Length; i++)
        {
            try
            {
                await RunAsync(calls, i, !isRehearsal, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                SqlDatabase.NoteFailedCall(exception, i);
                throw;
            }

            if (i == conditions - 1 && _isConditionMissed)
            {
                throw new ConditionFailedException();
            }
        }

        if (!isRehearsal)
        {
            await session.EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, int i, bool mayCommit, CancellationToken cancellationToken)
    {
        SqlCall call = calls.Span[i];
        bool isLast = i == calls.Length - 1 && mayCommit;
        if (_ahead is null)
        {
            call.Sink?.Begin();
        }

        if (call.Statement is InsertStatement insert)
        {
            await _change.InsertAsync(insert, compiler.Compile<CompiledInsert>(insert), call, isLast, cancellationToken).ConfigureAwait(false);
            return;
        }

        List<FoundRow> found = await SearchAsync(call, i == calls.Length - 1 ? null : calls.Span[i + 1], cancellationToken).ConfigureAwait(false);
        _isConditionMissed |= call.IsCondition && found.Count < call.Rows!.Count;

        // What was missed must not be committed with what was found.
        isLast &= !_isConditionMissed;
        if (found.Count == 0)
        {
            return;
        }

        if (call.Statement is DeleteStatement or PurgeStatement)
        {
            await _change.RemoveAsync(call, found, isLast, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            CompiledChange change = compiler.Compile<CompiledChange>(call.Statement);
            await _change.ChangeAsync(change, call, found, isLast, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<List<FoundRow>> SearchAsync(SqlCall call, SqlCall? next, CancellationToken cancellationToken)
    {
        if (_ahead is { } ahead)
        {
            _ahead = null;
            return ahead;
        }

        if (call.Statement is PickStatement { CountedAgainstLimit: not null } limited)
        {
            int room = await _search.RoomAsync(limited, call, cancellationToken).ConfigureAwait(false);
            return room > 0 ? await _search.FindAsync(call with { Limit = room }, cancellationToken).ConfigureAwait(false) : [];
        }

        // Promoting finds nothing most of the time; then a claim need not wait for it.
        if (next is not { Statement: PickStatement { CountedAgainstLimit: null } } || call is not { Statement: PickStatement, Parameters: null })
        {
            return await _search.FindAsync(call, cancellationToken).ConfigureAwait(false);
        }

        next.Sink?.Begin();
        (List<FoundRow> found, List<FoundRow> nexts) = await _search.FindBothAsync(call, next, cancellationToken).ConfigureAwait(false);
        _ahead = found.Count == 0 ? nexts : null;
        return found;
    }
}
