using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads what a column is called and how large it is, and judges it.</summary>
internal static class ColumnParser
{
    /// <param name="member">The member as declared.</param>
    /// <param name="usualName">The column without any attribute.</param>
    /// <param name="prefix">What the columns of former members begin with.</param>
    /// <param name="form">How the value is stored.</param>
    /// <param name="settings">What attributes say.</param>
    /// <param name="location">Where the member is declared.</param>
    /// <param name="scope">Where problems go.</param>
    public static ColumnModel Parse(
        string member, string usualName, string prefix, ValueForm form, ColumnSettings settings, Location? location, StorageScope scope)
    {
        string name = settings.Column?.FirstArgument ?? usualName;
        if (StorageNames.WhyNoColumn(name) is { } reason)
        {
            bool isSaid = settings.Column?.FirstArgument is not null;
            scope.ReportColumn(
                Descriptors.StorageNameMustBeValid, isSaid ? settings.Column!.LocationOfFirstArgument() : location, "column", name, reason, member);
        }

        new ColumnRules(form, settings, scope).Check();
        return new ColumnModel(
            name,
            ParseFormerNames(name, prefix, settings, scope),
            settings.Number("Length") ?? ValueForms.FixedLength(form),
            settings.Number("Precision"),
            settings.Number("Scale"),
            settings.IsIndexed);
    }

    private static EquatableArray<string> ParseFormerNames(string column, string prefix, ColumnSettings settings, StorageScope scope)
    {
        var names = new List<string>();
        foreach (AttributeReader attribute in settings.Former)
        {
            string former = attribute.FirstArgument ?? "";
            string name = StorageNames.DefaultColumn(prefix, former);
            if ((former.Length == 0 ? "is empty" : StorageNames.WhyNoColumn(name)) is { } reason)
            {
                scope.ReportColumn(Descriptors.StorageNameMustBeValid, attribute.LocationOfFirstArgument(), "column", name, reason, former);
            }
            else if (!names.Contains(name) && !string.Equals(name, column, StringComparison.OrdinalIgnoreCase))
            {
                names.Add(name);
            }
        }

        return names.ToEquatableArray();
    }
}
