using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>The fields that hold how the application's context serialises what has no form of its own.</summary>
/// <example><c>private readonly JsonTypeInfo&lt;List&lt;int&gt;&gt; _items = StoredMember.Json&lt;List&lt;int&gt;&gt;(MyContext.Default, TaskName);</c></example>
internal sealed class JsonTypes
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly List<(string Field, ValueModel Value)> _inOrder = [];

    public JsonTypes(StorageModel storage)
    {
        foreach (StoredMemberModel member in storage.Payload.Payload.Members.Concat(storage.Result.Members))
        {
            if (member.Value.Form == ValueForm.Json && !_fields.ContainsKey(member.Value.Core))
            {
                string name = Naming.StepAside("_" + Naming.Camel(member.Name) + "Json", _fields.Values);
                _fields.Add(member.Value.Core, name);
                _inOrder.Add((name, member.Value));
            }
        }
    }

    public string FieldOf(ValueModel value) => _fields[value.Core];

    public void Emit(CodeWriter writer)
    {
        foreach ((string field, ValueModel value) in _inOrder)
        {
            writer.Line($"private readonly {Names.JsonTypeInfo(value.Core)} {field} =");
            using (writer.Indent())
            {
                writer.Line($"{Names.StoredMember}.Json<{value.Core}>({value.JsonContext}.Default, {StorageText.TaskName});");
            }

            writer.Line();
        }
    }
}
