using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Tells static members that change from those that do not, or that take care of it themselves.</summary>
internal static class StaticState
{
    private static readonly string[] MutatingMethods =
    [
        "Add", "Append", "Clear", "Dequeue", "Enqueue", "EnsureCapacity", "ExceptWith", "Insert", "IntersectWith", "Pop", "Push",
        "Remove", "Replace", "Reverse", "Sort", "SymmetricExceptWith", "TryAdd", "TryDequeue", "TryPop", "UnionWith",
    ];

    /// <summary>The first use that depends on a value that can change, if there is one.</summary>
    public static IMemberReferenceOperation? FindUse(ISymbol member, IEnumerable<IMemberReferenceOperation> references)
    {
        ITypeSymbol? type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
        if (type is null || IsPerThread(member) || IsSafe(type))
        {
            return null;
        }

        if (IsSettable(member))
        {
            return references.Any(IsAtomic) ? null : references.First();
        }

        return IsCollection(type) ? references.FirstOrDefault(IsMutation) : null;
    }

    // Properties of the framework, such as CultureInfo.CurrentCulture or Activity.Current, belong to the flow of execution.
    private static bool IsSettable(ISymbol member) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is not null && !TypeRules.IsOfDotNet(property.ContainingType),
        _ => false,
    };

    private static bool IsPerThread(ISymbol member) => KnownTypes.Find(member, "System", "ThreadStaticAttribute") is not null;

    private static bool IsSafe(ITypeSymbol type) =>
        KnownTypes.IsLogger(type)
        || KnownTypes.IsGenericLogger(type)
        || KnownTypes.Is(type, "System.Threading", "AsyncLocal`1")
        || KnownTypes.Is(type, "System.Threading", "ThreadLocal`1")
        || NamespaceOf(type) is "System.Collections.Concurrent" or "System.Collections.Immutable" or "System.Collections.Frozen";

    private static bool IsCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol
        || NamespaceOf(type) is "System.Collections.Generic" or "System.Collections"
        || KnownTypes.Is(type, "System.Text", "StringBuilder");

    // Interlocked.Increment(ref count), Volatile.Read(ref count)
    private static bool IsAtomic(IMemberReferenceOperation reference) =>
        reference.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None, Parent: IInvocationOperation call }
        && call.TargetMethod.ContainingType.Name is "Interlocked" or "Volatile" or "ImmutableInterlocked" or "LazyInitializer";

    private static bool IsMutation(IMemberReferenceOperation reference) => reference.Parent switch
    {
        IInvocationOperation call => call.Instance == reference && MutatingMethods.Any(prefix => IsCalled(call.TargetMethod.Name, prefix)),
        IPropertyReferenceOperation { Property.IsIndexer: true } indexer => indexer.Instance == reference && IsWritten(indexer),
        IArrayElementReferenceOperation element => element.ArrayReference == reference && IsWritten(element),
        _ => false,
    };

    // "Add" covers AddRange, but "Pop" does not cover "Populate".
    private static bool IsCalled(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || char.IsUpper(name[prefix.Length]));

    private static bool IsWritten(IOperation operation) => operation.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == operation,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: IInvocationOperation call } =>
            call.TargetMethod.ContainingType.Name is not ("Interlocked" or "Volatile"),
        _ => false,
    };

    private static string? NamespaceOf(ITypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } @namespace ? @namespace.ToDisplayString(TypeNames.Unescaped) : null;
}
