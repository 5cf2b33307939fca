using Npgsql;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>One ranked statement on its way: where it looks, and what it finds there.</summary>
internal sealed class RankedLook : IRowSink
{
    private readonly RankMemory _memory;
    private readonly IRowSink? _answers;
    private readonly RankRanges _ranges;
    private readonly int _priorityPlace;
    private readonly int _seqPlace;
    private readonly long _begin = TimeProvider.System.GetTimestamp();
    private readonly Dictionary<int, long> _last = [];
    private int _found;

    public RankedLook(RankMemory memory, SqlCall call)
    {
        (_memory, _answers) = (memory, call.Sink);
        (_priorityPlace, _seqPlace) = (PlaceOf(call.Statement, Priority), PlaceOf(call.Statement, Seq));
        (_ranges, Counts) = _seqPlace < 0 ? (memory.Current, false) : memory.Next();
    }

    /// <summary>Whether the index entries that are read are counted, before it and after it.</summary>
    public bool Counts { get; }

    public SingleNumber Before { get; } = new();

    public SingleNumber After { get; } = new();

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = _ranges.Lowest });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = _ranges.Highest });
        parameters.Add(new NpgsqlParameter<long[]> { TypedValue = _ranges.Behind });
    }

    public void Begin()
    {
        _last.Clear();
        _found = 0;
        _answers?.Begin();
    }

    public void Take(SqlRowReader row)
    {
        _found++;
        if (_seqPlace >= 0)
        {
            int priority = row.GetInt32(_priorityPlace);
            long seq = row.GetInt64(_seqPlace);
            _last[priority] = _last.TryGetValue(priority, out long last) ? Math.Max(last, seq) : seq;
        }

        _answers?.Take(row);
    }

    /// <summary>Tells the memory, once the answer is complete.</summary>
    public void Complete()
    {
        if (Counts)
        {
            _memory.Counted(After.Value - Before.Value - _found, TimeProvider.System.GetElapsedTime(_begin));
        }

        if (_last.Count > 0)
        {
            _memory.Claimed(_last, _ranges.IsEverything);
        }
    }

    /// <summary>Tells the memory that there is no answer.</summary>
    public void GiveUp()
    {
        if (Counts)
        {
            _memory.Failed(TimeProvider.System.GetElapsedTime(_begin));
        }
    }

    private static int PlaceOf(SqlStatement statement, string column)
    {
        for (int i = 0; i < statement.Returning.Length; i++)
        {
            if (statement.Returning[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Takes the one number of an answer.</summary>
    internal sealed class SingleNumber : IRowSink
    {
        public long Value { get; private set; }

        public void Begin() => Value = 0;

        public void Take(SqlRowReader row) => Value = row.GetInt64(0);
    }
}
