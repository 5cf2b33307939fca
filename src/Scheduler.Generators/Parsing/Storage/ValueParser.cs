using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Decides how the value of one member is stored.</summary>
internal static class ValueParser
{
    /// <param name="type">The type, with the mark for null that callers see.</param>
    /// <param name="settings">What attributes say.</param>
    /// <param name="member">The member, for messages.</param>
    /// <param name="location">Where it is declared.</param>
    /// <param name="scope">Where problems go.</param>
    public static ValueModel? Parse(ITypeSymbol type, ColumnSettings settings, string member, Location? location, StorageScope scope)
    {
        ITypeSymbol core = CoreOf(type);
        ValueForm form = FormOf(core, settings, scope);
        if (form == ValueForm.Json && !CheckJson(core, settings, member, location, scope))
        {
            return null;
        }

        bool isNullable = MemberParser.AllowsNull(type);
        string coreName = TypeNames.InTypeOf(core);
        return new ValueModel(
            isNullable ? coreName + "?" : coreName,
            coreName,
            form,
            isNullable,
            !core.IsValueType,
            form == ValueForm.EnumName ? ToEnum((INamedTypeSymbol)core) : null,
            form == ValueForm.Json ? TypeNames.NotNull(scope.Json.Type!) : null,
            form == ValueForm.Json && JsonGraph.IsExact(core, scope));
    }

    /// <summary>The type of a value that is there.</summary>
    public static ITypeSymbol CoreOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static ValueForm FormOf(ITypeSymbol core, ColumnSettings settings, StorageScope scope)
    {
        ValueForm usual = core is INamedTypeSymbol { TypeKind: TypeKind.Enum } type
            ? IsFlags(type) ? ValueForms.OfEnumNumber(type) : ValueForm.EnumName
            : ValueForms.Of(core);
        ValueForm? wanted = settings.Storage switch
        {
            ColumnStorage.Default => usual,
            ColumnStorage.Json => ValueForm.Json,
            ColumnStorage.EnumName when core.TypeKind == TypeKind.Enum => ValueForm.EnumName,
            ColumnStorage.EnumNumber when core.TypeKind == TypeKind.Enum => ValueForms.OfEnumNumber((INamedTypeSymbol)core),
            ColumnStorage.Timestamp when usual == ValueForm.DateTime => ValueForm.TimestampOfDateTime,
            ColumnStorage.Timestamp when usual == ValueForm.DateTimeOffset => ValueForm.TimestampOfDateTimeOffset,
            _ => null,
        };
        if (wanted is null)
        {
            scope.ReportColumn(
                Descriptors.ColumnSettingMustFit,
                settings.Column?.LocationOf("Storage"),
                "Storage",
                $"'{TypeNames.ForPeople(core)}' cannot be stored in that way");
        }

        return wanted ?? usual;
    }

    private static bool CheckJson(ITypeSymbol core, ColumnSettings settings, string member, Location? location, StorageScope scope)
    {
        JsonContext context = scope.Json;
        if (context is { Type: { } type, Problem: { } problem })
        {
            scope.Report(Descriptors.JsonContextLacksType, location, member, TypeNames.ForPeople(core), $"'{TypeNames.ForPeople(type)}' {problem}");
            return false;
        }

        // Also of what the context knows: System.Text.Json leaves out without an error what it cannot give back.
        string? lost = settings.HasConverter
            ? "its [JsonConverter] stands on the member, where no serializer context sees it; put it on the type, or into the Converters of [JsonSourceGenerationOptions]"
            : JsonGraph.FindProblem(core, scope);
        if (WhyNoJson(core, context, lost) is { } reason)
        {
            scope.Report(Descriptors.MemberCannotBeStored, location, TypeNames.ForPeople(core), member, reason);
            return false;
        }

        if (lost is not null)
        {
            scope.Report(Descriptors.JsonLosesState, location, member, TypeNames.ForPeople(core), lost);
            return false;
        }

        if (context.Knows(core))
        {
            return true;
        }

        string advice = context.Type is null
            ? "the assembly names no serializer context; write one, and name it by [assembly: TaskJsonContext]"
            : $"'{TypeNames.ForPeople(context.Type)}' does not know it; add [JsonSerializable(typeof({TypeNames.ForPeople(core)}))]";
        scope.Report(Descriptors.JsonContextLacksType, location, member, TypeNames.ForPeople(core), advice);
        return false;
    }

    // What is wrong with the type itself. What the context knows need not belong to this process, even if it looks so.
    private static string? WhyNoJson(ITypeSymbol core, JsonContext context, string? lost) => core switch
    {
        _ when lost is not null && TypeRules.Any(core, static part => part.IsTupleType) && !context.Settings.IncludesFields =>
            "a tuple, of which JSON leaves out everything; use a record, or let the context include fields",
        { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic } when lost is not null => "of no known type when it is read",
        { TypeKind: TypeKind.Interface } when lost is not null && !IsCollection(core) => "an interface, of which no object can be made when it is read",
        _ when lost is not null || !context.Knows(core) => JsonKinds.IsBuiltIn(core) ? null : ProcessBound.Find(core)?.What,
        _ => null,
    };

    private static bool IsCollection(ITypeSymbol type) =>
        type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable)
        || type.SpecialType == SpecialType.System_Collections_IEnumerable;

    private static bool IsFlags(INamedTypeSymbol type) => KnownTypes.Find(type, "System", "FlagsAttribute") is not null;

    private static EnumModel ToEnum(INamedTypeSymbol type)
    {
        string name = TypeNames.NotNull(type);
        string underlying = type.EnumUnderlyingType?.ToDisplayString() ?? "int";
        var seen = new HashSet<object>();
        IEnumerable<EnumValueModel> values = type.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(static field => field is { HasConstantValue: true, ConstantValue: not null })
            .Select(field => new EnumValueModel(field.Name, ValueOf(field, name), !seen.Add(field.ConstantValue!)));
        return new EnumModel(name, underlying, values.ToEquatableArray());
    }

    // Naming a value that is obsolete or experimental would be a warning, or even an error.
    private static string ValueOf(IFieldSymbol field, string type) => !UseRules.IsMarked(field)
        ? type + "." + Naming.Escape(field.Name)
        : $"({type})({Convert.ToString(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture)})";
}
