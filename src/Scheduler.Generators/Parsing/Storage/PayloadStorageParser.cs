using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads how the payload of a task is stored.</summary>
internal static class PayloadStorageParser
{
    private const string Namespace = "GeneratedScheduler";

    /// <summary>Of a method: an emitted record, made by its constructor.</summary>
    public static PayloadStorageModel? OfMethod(
        IMethodSymbol method,
        string name,
        string payloadType,
        IReadOnlyList<IParameterSymbol> parameters,
        EquatableArray<MemberModel> members,
        StorageScope scope)
    {
        var storage = new MemberStorage(scope, prefix: "");
        var stored = new List<StoredMemberModel>();
        var arguments = new List<ShapeArgumentModel>();
        for (int i = 0; i < members.Count; i++)
        {
            MemberModel member = members[i];
            if (ParseParameter(parameters[i], member, storage, scope) is not { } model)
            {
                continue;
            }

            // The record's parameters are called what its properties are called.
            arguments.Add(new ShapeArgumentModel(stored.Count, arguments.Count == i ? null : member.PropertyName));
            stored.Add(model);
        }

        var shape = new ShapeModel(payloadType, ConstructionKind.Constructor, stored.ToEquatableArray(), arguments.ToEquatableArray());
        PayloadStorageModel? payload = Complete(method, name, shape, scope);
        return payload is null ? null : payload with { TakesTransaction = TransactionRules.CanStandBefore(parameters) };
    }

    /// <summary>Of a payload type.</summary>
    public static PayloadStorageModel? OfType(INamedTypeSymbol type, string name, StorageScope scope)
    {
        ShapeModel? shape = new ShapeParser(type, "", scope).Parse();
        return shape is null ? null : Complete(type, name, shape, scope);
    }

    private static StoredMemberModel? ParseParameter(IParameterSymbol parameter, MemberModel member, MemberStorage storage, StorageScope scope) => storage.Parse(
        member.Name,
        member.PropertyName,
        MemberParser.DeclaredType(parameter),
        MemberPlace.Constructor,
        !member.IsRequired,
        member switch
        {
            { ParamsElementType: { } element } => $"global::System.Array.Empty<{element}>()",
            { DefaultValue: { } literal } => ShapeParser.Typed(literal, parameter.Type),
            _ => null,
        },
        ColumnSettings.Of(scope.CancellationToken, parameter),
        parameter.Locations.FirstOrDefault());

    private static PayloadStorageModel? Complete(ISymbol task, string name, ShapeModel shape, StorageScope scope)
    {
        string table = ParseTable(task, name, scope);
        EquatableArray<string> formerTables = ParseFormerTables(task, scope);
        return scope.IsBroken ? null : new PayloadStorageModel(table, formerTables, shape, !scope.LacksColumns);
    }

    private static string ParseTable(ISymbol task, string name, StorageScope scope)
    {
        AttributeData? attribute = KnownTypes.Find(task, Namespace, "TaskTableAttribute");
        AttributeReader? reader = attribute is null ? null : new AttributeReader(attribute, scope.CancellationToken);
        if (reader is { IsBroken: true })
        {
            scope.GiveUp();
        }

        string table = reader?.FirstArgument ?? StorageNames.DefaultTable(name);
        if (StorageNames.WhyNoTable(table) is { } reason)
        {
            scope.ReportColumn(
                Descriptors.StorageNameMustBeValid,
                reader is null ? task.Locations.FirstOrDefault() : reader.LocationOfFirstArgument(),
                "table",
                table,
                reason,
                TypeNames.ForPeople(task));
        }

        return table;
    }

    private static EquatableArray<string> ParseFormerTables(ISymbol task, StorageScope scope)
    {
        var tables = new List<string>();
        foreach (AttributeReader attribute in ColumnSettings.Of(scope.CancellationToken, task).Former)
        {
            string former = attribute.FirstArgument ?? "";
            string table = StorageNames.DefaultTable(former);
            if ((former.Length == 0 ? "is empty" : StorageNames.WhyNoTable(table)) is { } reason)
            {
                scope.ReportColumn(Descriptors.StorageNameMustBeValid, attribute.LocationOfFirstArgument(), "table", table, reason, former);
            }
            else if (!tables.Contains(table))
            {
                tables.Add(table);
            }
        }

        return tables.ToEquatableArray();
    }
}
