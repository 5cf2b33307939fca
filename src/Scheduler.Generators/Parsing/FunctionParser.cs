using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads a method that is called for each run, be it a task or an actuator.</summary>
internal static class FunctionParser
{
    /// <summary>Reports what makes a method unusable, apart from its parameters.</summary>
    public static void Check(IMethodSymbol method, ParseScope scope)
    {
        Location? location = method.Locations.FirstOrDefault();
        if (WhyNotOrdinary(method) is { } reason)
        {
            scope.Report(Descriptors.TaskMethodMustBeOrdinary, location, method.Name, reason);
        }

        else if (!method.IsGenericMethod && RivalOf(method, scope) is { } rival)
        {
            scope.Report(
                Descriptors.TaskMethodMustBeOrdinary,
                location,
                method.Name,
                $"called with exactly its own arguments, and still the compiler chooses '{TypeNames.ForPeople(rival)}'");
        }

        if (method.IsGenericMethod || TypeRules.IsInGenericType(method))
        {
            scope.Report(Descriptors.TaskMustNotBeGeneric, location, TypeNames.ForPeople(method));
        }

        // Only ordinary methods have an accessibility that can be mended.
        if (method.MethodKind == MethodKind.Ordinary && !TypeRules.IsAccessible(method, scope.Compilation))
        {
            scope.Report(Descriptors.TaskMethodMustBeAccessible, location, TypeNames.ForPeople(method));
        }

        if (IsAsyncVoid(method))
        {
            scope.Report(Descriptors.TaskMethodMustNotBeAsyncVoid, location, TypeNames.ForPeople(method));
        }
    }

    /// <summary>How the object is made on which the method is called; <see langword="null"/> if it needs none.</summary>
    public static CreationModel? ParseInstance(IMethodSymbol method, ParseScope scope) =>
        method.IsStatic || WhyNotOrdinary(method) is not null
            ? null
            : CreationParser.Parse(method.ContainingType, method.Locations.FirstOrDefault(), scope);

    public static FunctionModel ToModel(
        IMethodSymbol method, IEnumerable<ArgumentModel> arguments, ReturnKind returns, CreationModel? instance, ParseScope scope) => new(
        TypeNames.NotNull(CallRules.ReceiverOf(method, scope.Compilation, out _)),
        Naming.Escape(method.Name),
        instance,
        returns,
        arguments.ToEquatableArray());

    /// <summary>What a run returns; nothing for <c>void</c>, <c>Task</c> and <c>ValueTask</c>.</summary>
    public static (ReturnKind Kind, ITypeSymbol? Result) ParseReturn(IMethodSymbol method, ParseScope scope)
    {
        (ReturnKind Kind, ITypeSymbol? Result) returns = Unwrap(method.ReturnType);
        if (returns.Kind is ReturnKind.Task or ReturnKind.TaskOfResult && method.ReturnNullableAnnotation == NullableAnnotation.Annotated)
        {
            scope.Report(
                Descriptors.ReturnTypeIsNotSupported,
                method.Locations.FirstOrDefault(),
                method.ReturnType.ToDisplayString(),
                "a task that may be null and cannot be awaited then");
        }

        if (returns is { Kind: ReturnKind.Value, Result.IsReferenceType: true } && FlowAttributes.MayReturnNull(method))
        {
            returns = (returns.Kind, returns.Result.WithNullableAnnotation(NullableAnnotation.Annotated));
        }

        if (returns.Result is { } result)
        {
            string shown = method.ReturnType.ToDisplayString();
            Location? location = method.Locations.FirstOrDefault();
            if (method.RefKind == RefKind.None)
            {
                CheckResult(result, shown, returns.Kind == ReturnKind.Value, location, scope);
            }
            else
            {
                scope.Report(Descriptors.ReturnTypeIsNotSupported, location, shown, "returned by reference");
            }
        }

        return returns;
    }

    /// <summary>Reports what keeps a type from being the result of a run.</summary>
    /// <param name="result">The type.</param>
    /// <param name="shown">What is written there, for the message.</param>
    /// <param name="isReturnType">Whether it is written as it is, not within a task.</param>
    /// <param name="location">Where it is written.</param>
    /// <param name="scope">Where problems go.</param>
    public static void CheckResult(ITypeSymbol result, string shown, bool isReturnType, Location? location, ParseScope scope)
    {
        bool isUnbound = result is INamedTypeSymbol { IsUnboundGenericType: true };
        if (!isUnbound && TypeRules.IsUnknown(result))
        {
            scope.GiveUp();
        }
        else if (isUnbound)
        {
            scope.Report(Descriptors.ReturnTypeIsNotSupported, location, shown, "a generic type without its arguments");
        }
        else if (WhyNoResult(result, isReturnType, scope.Compilation) is { } reason)
        {
            scope.Report(Descriptors.ReturnTypeIsNotSupported, location, shown, reason);
        }
        else if (!TypeRules.IsAccessible(result, scope.Compilation))
        {
            scope.Report(Descriptors.TaskMethodMustBeAccessible, location, TypeNames.ForPeople(result));
        }
    }

    private static (ReturnKind Kind, ITypeSymbol? Result) Unwrap(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => (ReturnKind.Void, null),
        _ when KnownTypes.IsTask(type) => (ReturnKind.Task, null),
        _ when KnownTypes.IsValueTask(type) => (ReturnKind.ValueTask, null),
        INamedTypeSymbol named when KnownTypes.IsTaskOfResult(type) => (ReturnKind.TaskOfResult, named.TypeArguments[0]),
        INamedTypeSymbol named when KnownTypes.IsValueTaskOfResult(type) => (ReturnKind.ValueTaskOfResult, named.TypeArguments[0]),
        _ => (ReturnKind.Value, type),
    };

    private static string? WhyNoResult(ITypeSymbol result, bool isReturnType, Compilation compilation)
    {
        for (ITypeSymbol? current = result; current is not null; current = current.BaseType)
        {
            if (Unwrap(current).Kind != ReturnKind.Value)
            {
                return isReturnType
                    ? "a kind of Task that emitted code cannot await for a result"
                    : "a task within a task";
            }
        }

        if (KnownTypes.IsStream(result))
        {
            return "a stream, which could only be read while the task runs; return a list";
        }

        return IsAwaitable(result)
            ? "awaitable, but neither Task nor ValueTask, so that nobody would await it; return one of these"
            : TypeRules.WhyNotStorable(result, compilation);
    }

    private static bool IsAwaitable(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers("GetAwaiter").Any(static member => member is IMethodSymbol { IsStatic: false, Parameters.IsEmpty: true }))
            {
                return true;
            }
        }

        return false;
    }

    private static ISymbol? RivalOf(IMethodSymbol method, ParseScope scope)
    {
        CallRules.ReceiverOf(method, scope.Compilation, out ISymbol? rival);
        return rival;
    }

    private static string? WhyNotOrdinary(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.LocalFunction } => "a local function",
        { MethodKind: MethodKind.AnonymousFunction } => "a lambda",
        { MethodKind: not MethodKind.Ordinary } => "no ordinary method",
        { ContainingType.IsExtension: true } => "a member of an extension block",
        { IsAbstract: true } => "abstract",
        { ContainingType.TypeKind: TypeKind.Interface } => "a member of an interface",
        { Arity: 0, IsVararg: true } => "a method with __arglist",
        _ when KnownTypes.Find(method, "System.Diagnostics", "ConditionalAttribute") is not null =>
            "conditional, so that the compiler may leave out its calls",
        _ when KnownTypes.Find(method, "System.Runtime.InteropServices", "UnmanagedCallersOnlyAttribute") is not null =>
            "for callers from native code only",
        _ when UseRules.IsObsoleteAsAnError(method) => "obsolete as an error, so that nothing may call it",
        _ => null,
    };

    // A partial method says "async" on the part that has the body.
    private static bool IsAsyncVoid(IMethodSymbol method) =>
        method.ReturnsVoid && (method.IsAsync || method.PartialImplementationPart is { IsAsync: true });
}
