using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads how one member is stored.</summary>
internal sealed class MemberStorage(StorageScope scope, string prefix)
{
    /// <param name="name">The member as declared.</param>
    /// <param name="property">What holds it.</param>
    /// <param name="type">Its type, with the mark for null that callers see.</param>
    /// <param name="place">How it gets its value.</param>
    /// <param name="hasDefault">Whether there is a value for one that is missing.</param>
    /// <param name="literal">That value as C#, if it can be written down.</param>
    /// <param name="settings">What attributes say.</param>
    /// <param name="location">Where it is declared.</param>
    /// <returns>The model; <see langword="null"/> if it is not stored, or cannot be.</returns>
    public StoredMemberModel? Parse(
        string name,
        string property,
        ITypeSymbol type,
        MemberPlace place,
        bool hasDefault,
        string? literal,
        ColumnSettings settings,
        Location? location)
    {
        if (settings.IsBroken)
        {
            scope.GiveUp();
            return null;
        }

        if (settings.NotStored is { } notStored)
        {
            CheckNotStored(name, hasDefault, notStored);
            return null;
        }

        return ValueParser.Parse(type, settings, name, location, scope) is not { } value ? null : new StoredMemberModel(
            name,
            property,
            value,
            place,
            hasDefault,
            literal,
            settings.FormerNames,
            ColumnParser.Parse(name, StorageNames.DefaultColumn(prefix, name), prefix, value.Form, settings, location, scope));
    }

    private void CheckNotStored(string name, bool hasDefault, AttributeData attribute)
    {
        if (!hasDefault)
        {
            scope.Report(
                Descriptors.NotStoredMemberNeedsADefault,
                attribute.ApplicationSyntaxReference?.GetSyntax(scope.CancellationToken).GetLocation(),
                name);
        }
    }
}
