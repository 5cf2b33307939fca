using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads how a result is stored: not at all, as one value, or in parts.</summary>
/// <param name="actuator">The method or class that returns it.</param>
/// <param name="scope">Where problems go.</param>
internal sealed class ResultStorageParser(ISymbol actuator, StorageScope scope)
{
    private readonly ColumnSettings _settings = ColumnSettings.Of(
        actuator is IMethodSymbol method ? method.GetReturnTypeAttributes() : [], scope.CancellationToken);

    /// <param name="result">What a run returns; <see langword="null"/> for nothing.</param>
    public ResultStorageModel? Parse(ITypeSymbol? result)
    {
        if (result is null || KnownTypes.Is(result, "GeneratedScheduler", "NoResult"))
        {
            return new ResultStorageModel(TypeNames.NoResult, null, null, CanBeNull: false, HasColumns: true);
        }

        ITypeSymbol core = ValueParser.CoreOf(result);
        bool canBeNull = !core.IsValueType || !ReferenceEquals(core, result);
        ShapeModel? shape = ParseShape(core);
        StoredMemberModel? value = shape is null && !scope.IsBroken ? ParseValue(result) : null;
        if (scope.IsBroken || (shape is null && value is null))
        {
            return null;
        }

        string type = TypeNames.Annotated(result);
        return new ResultStorageModel(
            !core.IsValueType && !type.EndsWith("?", StringComparison.Ordinal) ? type + "?" : type,
            value,
            shape,
            canBeNull,
            !scope.LacksColumns);
    }

    private StoredMemberModel? ParseValue(ITypeSymbol result) => new MemberStorage(scope, StorageNames.ResultPrefix).Parse(
        StorageNames.Result,
        property: "",
        result,
        MemberPlace.Constructor,
        hasDefault: false,
        literal: null,
        _settings,
        actuator.Locations.FirstOrDefault()) is { } value
        ? value with { Column = value.Column with { Name = _settings.Column?.FirstArgument ?? StorageNames.Result } }
        : null;

    private ShapeModel? ParseShape(ITypeSymbol core)
    {
        if (core is not INamedTypeSymbol type || _settings.Storage == ColumnStorage.Json || !CanBeTakenApart(type))
        {
            return null;
        }

        if (_settings.Column is { } column)
        {
            scope.ReportColumn(
                Descriptors.ColumnSettingMustFit,
                column.LocationOfFirstArgument(),
                "TaskColumn",
                "the result is stored in several columns; mark its members, or set Storage to Json");
        }

        return type.IsTupleType ? ParseTuple(type) : new ShapeParser(type, StorageNames.ResultPrefix, scope).Parse();
    }

    // What could not be put together again is left to the serializer.
    private bool CanBeTakenApart(INamedTypeSymbol type)
    {
        if (type.IsTupleType)
        {
            return true;
        }

        IReadOnlyList<IPropertySymbol> members = MemberParser.Properties(type);
        return type.TypeKind is TypeKind.Class or TypeKind.Struct
            && !TypeRules.IsOfDotNet(type)
            && !IsSerializedInItsOwnWay(type)
            && !type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable)
            && members.Count > 0
            && members.All(IsUsable)
            && !ShapeParser.FindLost(type, scope.CancellationToken).Any()
            && ShapeConstructors.Find(type, members) is not null;
    }

    // A base of several types, or a type with a converter: its members are not all that there is to it.
    private static bool IsSerializedInItsOwnWay(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { Name: "JsonConverterAttribute" or "JsonPolymorphicAttribute" or "JsonDerivedTypeAttribute" });

    private bool IsUsable(IPropertySymbol member) =>
        !TypeRules.IsUnknown(member.Type)
        && !UseRules.IsObsoleteAsAnError(member)
        && TypeRules.IsAccessible(member.Type, scope.Compilation)
        && TypeRules.WhyNotStorable(member.Type, scope.Compilation) is null;

    private ShapeModel ParseTuple(INamedTypeSymbol type)
    {
        var storage = new MemberStorage(scope, StorageNames.ResultPrefix);
        ColumnSettings none = ColumnSettings.Of([], scope.CancellationToken);
        var members = new List<StoredMemberModel>();
        foreach (IFieldSymbol element in type.TupleElements)
        {
            string name = Naming.Escape(element.Name);
            if (storage.Parse(
                    element.Name, name, element.Type, MemberPlace.Constructor, false, null, none, actuator.Locations.FirstOrDefault()) is { } member)
            {
                members.Add(member);
            }
        }

        return new ShapeModel(
            TypeNames.Annotated(type),
            ConstructionKind.Tuple,
            members.ToEquatableArray(),
            members.Select(static (_, i) => new ShapeArgumentModel(i, null)).ToEquatableArray());
    }
}
