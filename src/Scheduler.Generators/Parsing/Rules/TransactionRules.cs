using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Judges whether a transaction can stand before the parameters of a task in an overload of <c>EnqueueAsync</c>, so that every call which
/// compiles without that overload still means what it meant.
/// </summary>
/// <remarks>
/// A call can mean both only if its first argument is a transaction as well as the first member: it is one, may be one, or is the literal
/// <c>null</c>. Without members the first argument is the options, which may be null.
/// </remarks>
internal static class TransactionRules
{
    public static bool CanStandBefore(IReadOnlyList<IParameterSymbol> payload) =>
        payload is [{ IsParams: false } first, ..]
        && !MemberParser.AllowsNull(MemberParser.DeclaredType(first))
        && !MayBeTransaction(first.Type);

    /// <summary>Whether it is the type of an overload's transaction.</summary>
    public static bool IsTransaction(ITypeSymbol type) => KnownTypes.Is(type, "System.Data.Common", "DbTransaction");

    private static bool MayBeTransaction(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (IsTransaction(current))
            {
                return true;
            }
        }

        // What a transaction derives from or implements.
        return type.SpecialType == SpecialType.System_Object
            || type.TypeKind == TypeKind.Dynamic
            || KnownTypes.Is(type, "System", "MarshalByRefObject")
            || KnownTypes.Is(type, "System", "IDisposable")
            || KnownTypes.Is(type, "System", "IAsyncDisposable")
            || KnownTypes.Is(type, "System.Data", "IDbTransaction");
    }
}
