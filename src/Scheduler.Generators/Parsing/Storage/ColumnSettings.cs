using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>What attributes say about the storage of one member.</summary>
internal sealed class ColumnSettings
{
    private const string Namespace = "GeneratedScheduler";

    private ColumnSettings(AttributeReader? column, AttributeData? notStored, IReadOnlyList<AttributeReader> formerNames, bool hasConverter)
    {
        HasConverter = hasConverter;
        Column = column;
        NotStored = notStored;
        Former = formerNames;
    }

    /// <summary>The attribute <c>[TaskColumn]</c>.</summary>
    public AttributeReader? Column { get; }

    /// <summary>The attribute <c>[NotStored]</c>.</summary>
    public AttributeData? NotStored { get; }

    /// <summary>Each <c>[FormerName]</c>.</summary>
    public IReadOnlyList<AttributeReader> Former { get; }

    /// <summary>Whether it has a <c>[JsonConverter]</c> of its own, which no context sees: the members of a task are not written by one.</summary>
    public bool HasConverter { get; }

    /// <summary>Whether an argument does not compile.</summary>
    public bool IsBroken => Column is { IsBroken: true } || Former.Any(static name => name.IsBroken);

    public EquatableArray<string> FormerNames =>
        Former.Select(static name => name.FirstArgument ?? "").Where(static name => name.Length > 0).ToEquatableArray();

    public ColumnStorage Storage => (ColumnStorage)(Column?.Get<int>("Storage") ?? 0);

    /// <summary>A number above zero; <see langword="null"/> if nothing is said.</summary>
    public int? Number(string setting) => Column?.Get<int>(setting) is { } number and not 0 ? number : null;

    public bool IsIndexed => Column?.Get<bool>("IsIndexed") ?? false;

    /// <summary>Of a property and of the constructor's parameter that belongs to it.</summary>
    public static ColumnSettings Of(CancellationToken cancellationToken, params ISymbol?[] symbols) =>
        Of(symbols.Where(static symbol => symbol is not null).SelectMany(static symbol => symbol!.GetAttributes()), cancellationToken);

    public static ColumnSettings Of(IEnumerable<AttributeData> attributes, CancellationToken cancellationToken)
    {
        AttributeReader? column = null;
        AttributeData? notStored = null;
        var formerNames = new List<AttributeReader>();
        bool hasConverter = false;
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is not { } type)
            {
                continue;
            }

            if (KnownTypes.Is(type, Namespace, "TaskColumnAttribute"))
            {
                column ??= new AttributeReader(attribute, cancellationToken);
            }
            else if (KnownTypes.Is(type, Namespace, "NotStoredAttribute"))
            {
                notStored ??= attribute;
            }
            else if (KnownTypes.Is(type, Namespace, "FormerNameAttribute"))
            {
                formerNames.Add(new AttributeReader(attribute, cancellationToken));
            }

            hasConverter |= JsonGraph.IsConverter(attribute);
        }

        return new ColumnSettings(column, notStored, formerNames, hasConverter);
    }
}

/// <summary>The values of the runtime's <c>ColumnStorage</c>.</summary>
internal enum ColumnStorage
{
    Default = 0,
    EnumName = 1,
    EnumNumber = 2,
    Timestamp = 3,
    Json = 4,
}
