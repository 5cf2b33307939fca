using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>What mappers and codecs say in the same way.</summary>
internal static class StorageText
{
    /// <summary>The constant that holds the name of the task.</summary>
    public const string TaskName = "TaskName";

    /// <summary>Calls that write one member, with a check of what must not be null or too long.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="expression">The value, as C#.</param>
    /// <param name="local">A name for a value that is there; <see langword="null"/> if the call takes null as well.</param>
    /// <param name="write">The call for a value that is there.</param>
    /// <param name="writeNull">The call for one that is not.</param>
    public static void EmitWrite(CodeWriter writer, string expression, string? local, Func<string, string> write, string writeNull)
    {
        if (local is null)
        {
            writer.Line(write(expression) + ";");
            return;
        }

        using (writer.Block($"if ({expression} is {{ }} {local})"))
        {
            writer.Line(write(local) + ";");
        }

        using (writer.Block("else"))
        {
            writer.Line(writeNull + ";");
        }
    }

    /// <summary>A check that an object is of the very type that is stored.</summary>
    public static void EmitExact(CodeWriter writer, ShapeModel shape, string owner, string member)
    {
        if (!shape.CanBeDerived)
        {
            return;
        }

        using (writer.Block($"if ({owner}.GetType() != typeof({shape.Type}))"))
        {
            writer.Line($"throw {Names.StoredMember}.Derived({owner}, {TaskName}, {ColumnValues.Quote(member)});");
        }

        writer.Line();
    }

    /// <summary>Whether a member is checked, so that the task's name is needed for a message.</summary>
    public static bool IsChecked(StoredMemberModel member, bool limits) =>
        IsRequired(member) || (limits && HasLimit(member)) || member.Value.Form is ValueForm.Json;

    /// <summary>The value, as C#, behind the checks that it needs.</summary>
    public static string Checked(StoredMemberModel member, string expression, bool limits)
    {
        string name = ColumnValues.Quote(member.Name);
        string limited = limits && HasLimit(member)
            ? $"{Names.StoredMember}.Limited({expression}, {member.Column.Length}, {TaskName}, {name})"
            : expression;
        string required = IsRequired(member) ? $"{Names.StoredMember}.Required({limited}, {TaskName}, {name})" : limited;
        return member.Value.CanBeDerived ? $"{Names.StoredMember}.Exact({required}, {TaskName}, {name})" : required;
    }

    private static bool HasLimit(StoredMemberModel member) => member.Column.Length is not null && member.Value.Form is ValueForm.Text or ValueForm.Bytes;

    // With "null!" as its default it may be null after all.
    private static bool IsRequired(StoredMemberModel member) => member.Value is { IsReference: true, IsNullable: false } && member.Default != "null!";
}
