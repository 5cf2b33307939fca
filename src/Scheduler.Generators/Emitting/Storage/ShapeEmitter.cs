using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>Writes how an object is made of its members.</summary>
/// <example><code>
/// return new SumTask(reader.GetInt32(0), reader.IsNull(1) ? 2 : reader.GetInt32(1));
/// </code>
/// What has a default that cannot be written down keeps it, unless there is a value:
/// <code>
/// var task = new Order(reader.GetInt32(0));
/// if (!reader.IsNull(1))
/// {
///     task.Retries = reader.GetInt32(1);
/// }
///
/// return task;
/// </code></example>
/// <param name="writer">Where to.</param>
/// <param name="shape">What is made.</param>
/// <param name="source">Where the members come from.</param>
internal sealed class ShapeEmitter(CodeWriter writer, ShapeModel shape, IMemberSource source)
{
    private const string Made = "made";
    private const string Defaults = "defaults";

    private readonly string[] _names = LocalNames(shape, source.Reserved);

    /// <summary>The local of each member: its name, unless something else is called that.</summary>
    public static string[] LocalNames(ShapeModel shape, IEnumerable<string> reserved)
    {
        var taken = new HashSet<string>(reserved, StringComparer.Ordinal) { "reader", "writer", "task", "result", "present", "this", Made, Defaults };
        var names = new string[shape.Members.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Naming.StepAside(Naming.Camel(shape.Members[i].Name), taken);
            taken.Add(names[i]);
            names[i] = Naming.Escape(names[i]);
        }

        return names;
    }

    public void Emit()
    {
        int[] kept = Where(source.KeepsDefault);
        if (kept.Length == 0)
        {
            EmitCreation("return ", i => source.Read(i));
            return;
        }

        int[] lazily = [.. kept.Where(i => shape.Members[i].Place == MemberPlace.Init)];
        if (lazily.Length > 0)
        {
            EmitLocals();
            writer.Line($"{shape.Type}? {Defaults} = null;");
        }

        EmitCreation($"var {Made} = ", i => lazily.Length == 0 ? source.Read(i) : IsLocal(i) ? _names[i] : ReadOrKeep(i));
        foreach (int i in kept.Except(lazily))
        {
            using (writer.Block($"if ({source.IsThere(i)})"))
            {
                writer.Line($"{Made}.{shape.Members[i].Property} = {source.ReadThere(i)};");
            }

            writer.Line();
        }

        writer.Line($"return {Made};");
    }

    // Only an object that has been made knows the default of what can be set during its making only.
    private string ReadOrKeep(int i)
    {
        if (!source.KeepsDefault(i))
        {
            return source.Read(i);
        }

        string initializers = string.Join(", ", Where(j => shape.Members[j].Place == MemberPlace.Required).Select(j => $"{shape.Members[j].Property} = {_names[j]}"));
        string made = $"new {shape.Type}({string.Join(", ", Arguments(j => _names[j]))})" + (initializers.Length == 0 ? "" : $" {{ {initializers} }}");
        return $"{source.IsThere(i)} ? {source.ReadThere(i)} : ({Defaults} ??= {made}).{shape.Members[i].Property}";
    }

    private void EmitLocals()
    {
        foreach (int i in Where(IsLocal))
        {
            writer.Line($"{shape.Members[i].Value.Type} {_names[i]} = {source.Read(i)};");
        }
    }

    private bool IsLocal(int i) => shape.Members[i].Place is MemberPlace.Constructor or MemberPlace.Required;

    private void EmitCreation(string head, Func<int, string> read)
    {
        if (shape.Construction == ConstructionKind.Tuple)
        {
            writer.List(head + "(", Arguments(read), ");");
            return;
        }

        int[] initialized = Where(i => shape.Members[i].Place is not MemberPlace.Constructor
            && (shape.Members[i].Place == MemberPlace.Init || !source.KeepsDefault(i)));
        writer.List($"{head}new {shape.Type}(", Arguments(read), initialized.Length == 0 ? ");" : ")");
        if (initialized.Length == 0)
        {
            return;
        }

        using (writer.Braces(";"))
        {
            foreach (int i in initialized)
            {
                writer.Line($"{shape.Members[i].Property} = {read(i)},");
            }
        }
    }

    private IEnumerable<string> Arguments(Func<int, string> read) =>
        shape.Arguments.Select(argument => (argument.Name is null ? "" : argument.Name + ": ") + read(argument.Member));

    private int[] Where(Func<int, bool> condition) => [.. Enumerable.Range(0, shape.Members.Count).Where(condition)];
}

/// <summary>Where the members of an object come from.</summary>
internal interface IMemberSource
{
    /// <summary>Names that emitted code uses besides.</summary>
    IEnumerable<string> Reserved { get; }

    /// <summary>Whether a member that is not there keeps what it has, because its default is written down nowhere.</summary>
    bool KeepsDefault(int member);

    /// <summary>The member, be it there or not, as C#.</summary>
    string Read(int member);

    /// <summary>Whether it is there, as C#.</summary>
    string IsThere(int member);

    /// <summary>The member if it is there, as C#.</summary>
    string ReadThere(int member);
}
