using Microsoft.CodeAnalysis;
using static GeneratedScheduler.Generators.Diagnostics.DiagnosticIds;

namespace GeneratedScheduler.Generators.Diagnostics;

/// <summary>What is reported where tasks are stored.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor MemberCannotBeStored = Create(
        GS0037MemberCannotBeStored,
        "What a stored task consists of must be storable",
        "'{0}' of '{1}' cannot be stored, because it is {2}");

    public static readonly DiagnosticDescriptor ColumnsMustDiffer = Create(
        GS0038ColumnsMustDiffer,
        "Each member of a task must have a column of its own",
        "The column '{0}' of '{1}' is that of {2} too; name one of them by [TaskColumn]");

    public static readonly DiagnosticDescriptor StorageNameMustBeValid = Create(
        GS0039StorageNameMustBeValid,
        "The name of a table or column must be valid",
        "The {0} '{1}' of '{3}' {2}; choose another name");

    public static readonly DiagnosticDescriptor JsonContextLacksType = Create(
        GS0040JsonContextLacksType,
        "What is stored as JSON must be known to the serializer context",
        "'{0}' is stored as JSON of '{1}', but {2}");

    public static readonly DiagnosticDescriptor ColumnSettingMustFit = Create(
        GS0041ColumnSettingMustFit,
        "A setting of a column must fit its type and database",
        "{0} does not fit here: {1}");

    public static readonly DiagnosticDescriptor NotStoredMemberNeedsADefault = Create(
        GS0042NotStoredMemberNeedsADefault,
        "What is not stored must have a default",
        "'{0}' has no default, so a task that comes back from a store would lack it; give it one, or store it");

    public static readonly DiagnosticDescriptor TablesMustDiffer = Create(
        GS0043TablesMustDiffer,
        "Each kind of task must have a table of its own",
        "The table '{0}' is that of '{1}' too; name one of them by [TaskTable]");

    public static readonly DiagnosticDescriptor JsonLosesState = Create(
        GS0044JsonLosesState,
        "What is stored as JSON must come back from it",
        "'{0}' is stored as JSON of '{1}', which does not come back as it was: {2}");

    public static readonly DiagnosticDescriptor StateIsEmittedElsewhere = Create(
        GS0045StateIsEmittedElsewhere,
        "State of a task must not be emitted by another generator",
        "'{0}' of '{1}' is emitted by another generator, which this one cannot see, so that it would not be stored; write it yourself as a partial property, "
        + "as in '[ObservableProperty] public partial string {0} {{ get; set; }}', or mark what is behind it with [NotStored]");
}
