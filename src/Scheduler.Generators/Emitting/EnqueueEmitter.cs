using System.Globalization;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes the methods by which a task method is enqueued with its own parameters.</summary>
/// <example><code>
/// public virtual ValueTask&lt;TaskHandle&lt;int&gt;&gt; EnqueueAsync(
///     int a, int b = 2, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
///     ((Scheduler&lt;SumTask, int&gt;)this).EnqueueAsync(new SumTask(a, b), options, cancellationToken);
///
/// public virtual ValueTask&lt;TaskHandle&lt;int&gt;&gt; EnqueueAsync(                       where a mapper is emitted; see TransactionRules
///     DbTransaction transaction, int a, int b = 2, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
///     ((Scheduler&lt;SumTask, int&gt;)this).EnqueueAsync(transaction, new SumTask(a, b), options, cancellationToken);
/// </code></example>
internal static class EnqueueEmitter
{
    // Names that a tuple's element must not have.
    private static readonly HashSet<string> TupleMembers = new(StringComparer.Ordinal)
    {
        "CompareTo", "Deconstruct", "Equals", "GetHashCode", "Rest", "ToString",
    };

    public static void Emit(CodeWriter writer, CompleteTask task)
    {
        if (task.Task.PayloadName is null)
        {
            return;
        }

        EmitSingle(writer, task, "EnqueueAsync", "Enqueues one run.");
        if (task.Storage is { HasMapper: true, Payload.TakesTransaction: true })
        {
            EmitSingle(
                writer,
                task,
                "EnqueueAsync",
                "Enqueues one run as a part of your own transaction: it exists exactly if the transaction commits.",
                inTransaction: true);
        }

        EmitSingle(writer, task, "CreateAsync", "Adds one run that waits until it is started.");
        if (task.Task.Members.Count > 1)
        {
            EmitMany(writer, task);
        }
    }

    private static void EmitSingle(CodeWriter writer, CompleteTask task, string method, string summary, bool inTransaction = false)
    {
        EquatableArray<MemberModel> members = task.Task.Members;
        string[] taken = [.. members.Select(static member => member.Name)];
        string options = StepAside("options", "enqueueOptions", taken);
        string cancellation = StepAside("cancellationToken", "enqueueCancellationToken", taken);
        string? transaction = inTransaction ? StepAside("transaction", "enqueueTransaction", taken) : null;

        writer.Summary(summary);
        Document(writer, members, transaction, options, cancellation);
        writer.Line($"public virtual {Names.ValueTask(Names.Handle(task.Actuator.ResultType))} {method}(");
        using (writer.Indent())
        {
            if (transaction is not null)
            {
                writer.Line($"{Names.DbTransaction} {transaction},");
            }

            foreach (MemberModel member in members)
            {
                writer.Line(Parameter(member) + ",");
            }

            writer.Line($"{Names.EnqueueOptions}? {options} = null,");
            writer.Line($"{Names.CancellationToken} {cancellation} = default) =>");
            writer.Line($"{Base(task)}.{method}(");
            using (writer.Indent())
            {
                if (transaction is not null)
                {
                    writer.Line(transaction + ",");
                }

                writer.List($"new {task.Task.PayloadType}(", members.Select(Argument), "),");
                writer.Line(options + ",");
                writer.Line(cancellation + ");");
            }
        }

        writer.Line();
    }

    private static void Document(CodeWriter writer, EquatableArray<MemberModel> members, string? transaction, string options, string cancellation)
    {
        if (transaction is not null)
        {
            writer.Line($"/// <param name=\"{transaction}\">Open, on the database of the tasks; it is neither committed nor rolled back here.</param>");
        }

        foreach (MemberModel member in members)
        {
            writer.Line($"/// <param name=\"{member.Name}\">The argument for <c>{member.Name}</c>.</param>");
        }

        writer.Line($"/// <param name=\"{options}\">Delay, priority, unique key and the like.</param>");
        writer.Line($"/// <param name=\"{cancellation}\">Cancels adding the task, not the task.</param>");
        writer.Line("/// <returns>The task, whose completion can be awaited.</returns>");
    }

    private static void EmitMany(CodeWriter writer, CompleteTask task)
    {
        MemberModel[] members = [.. task.Task.Members];
        string[] names = [.. members.Select(static member => IsTupleName(member.Name) ? member.ParameterName : "")];
        IEnumerable<string> elements = members.Select((member, i) => (member.Type + " " + names[i]).TrimEnd());
        IEnumerable<string> reads = names.Select((name, i) => AsObject(members[i], "task." + (name.Length == 0 ? ItemName(i) : name)));

        writer.Summary("Enqueues many runs: all of them or none.");
        writer.Line("/// <param name=\"tasks\">The arguments of each run.</param>");
        writer.Line("/// <param name=\"options\">Delay, priority and the like, for all of them.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Cancels adding the tasks, not the tasks.</param>");
        writer.Line("/// <returns>The tasks in the order of their arguments.</returns>");
        writer.Line($"public virtual {Names.ValueTask(Names.ReadOnlyList(Names.Handle(task.Actuator.ResultType)))} EnqueueManyAsync(");
        using (writer.Indent())
        {
            writer.List(Names.EnumerableHead + "(", elements, ")> tasks,");
            writer.Line($"{Names.EnqueueOptions}? options = null,");
            writer.Line($"{Names.CancellationToken} cancellationToken = default) =>");
            writer.Line($"{Base(task)}.EnqueueManyAsync(");
            using (writer.Indent())
            {
                writer.List($"global::System.Linq.Enumerable.Select(tasks, static task => new {task.Task.PayloadType}(", reads, ")),");
                writer.Line("options,");
                writer.Line("cancellationToken);");
            }
        }

        writer.Line();
    }

    private static string Parameter(MemberModel member)
    {
        // An array of "params" cannot stand in front of our own parameters; left out, it is empty.
        if (member.ParamsElementType is not null)
        {
            return $"{member.Type}? {member.ParameterName} = null";
        }

        return member.Type + " " + member.ParameterName + (member.DefaultValue is null ? "" : " = " + member.DefaultValue);
    }

    private static string Argument(MemberModel member) => member.ParamsElementType is null
        ? AsObject(member, member.ParameterName)
        : $"{member.ParameterName} ?? global::System.Array.Empty<{member.ParamsElementType}>()";

    // Overloads of this very class are not among those of its base. The payload may fit into a parameter too (as an object, an interface,
    // by a conversion that the user added to it), and the call would come back to itself; "base" would pass overrides by.
    private static string Base(CompleteTask task) => $"(({Names.Scheduler(task.Task.PayloadType, task.Actuator.ResultType)})this)";

    private static string AsObject(MemberModel member, string value) => member.IsDynamic ? $"(object){value}!" : value;

    private static string ItemName(int index) => "Item" + (index + 1).ToString(CultureInfo.InvariantCulture);

    private static bool IsTupleName(string name) =>
        !TupleMembers.Contains(name)
        && !(name.StartsWith("Item", StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit));

    private static string StepAside(string name, string other, string[] taken) =>
        taken.Contains(name) ? Naming.StepAside(other, taken) : name;
}
