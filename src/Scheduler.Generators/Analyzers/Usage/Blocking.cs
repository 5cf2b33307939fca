using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Recognises the ways in which code blocks a thread until something asynchronous is done.</summary>
internal static class Blocking
{
    /// <summary>
    /// What <c>x.Result</c>, <c>x.Wait()</c> and <c>x.GetAwaiter().GetResult()</c> wait for; nothing if the operation does not block.
    /// </summary>
    public static IOperation? FindAwaited(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance: { Type: { } type } task } when IsTaskLike(type) => task,
        IInvocationOperation { TargetMethod.Name: "Wait", Instance: { Type: { } type } task } when IsTaskLike(type) => task,
        IInvocationOperation
        {
            TargetMethod.Name: "GetResult",
            Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task },
        } => task,
        _ => null,
    };

    /// <summary>The same without <c>AsTask()</c>, <c>ConfigureAwait(false)</c> and <c>Preserve()</c>.</summary>
    public static IOperation Unwrap(IOperation task)
    {
        IOperation current = task;
        while (current is IInvocationOperation { Instance: { } instance, TargetMethod.Name: "AsTask" or "ConfigureAwait" or "Preserve" })
        {
            current = instance;
        }

        return current;
    }

    /// <summary>The member of a handle or of a scheduler that returned a task, be it kept in a variable; nothing for any other task.</summary>
    public static ISymbol? FindSchedulerMember(IOperation task, CancellationToken cancellationToken)
    {
        IOperation source = Unwrap(task);
        return FindSchedulerMember(source is ILocalReferenceOperation local ? FindInitializer(local, cancellationToken) : source);
    }

    private static ISymbol? FindSchedulerMember(IOperation? source) => source switch
    {
        IPropertyReferenceOperation { Instance.Type: { } type } property when KnownTypes.IsTaskHandle(type) => property.Property,
        IInvocationOperation { Instance.Type: { } type, Type: { } result } call when IsTaskLike(result) && KnownTypes.IsScheduler(type) =>
            call.TargetMethod,
        _ => null,
    };

    /// <summary>What a variable was set to where it was declared.</summary>
    public static IOperation? FindInitializer(ILocalReferenceOperation local, CancellationToken cancellationToken) =>
        local.Local.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && local.SemanticModel?.GetOperation(value, cancellationToken) is { } initializer
            ? Unwrap(initializer)
            : null;

    /// <summary>Whether a type is a kind of Task or ValueTask.</summary>
    public static bool IsTaskLike(ITypeSymbol type) =>
        KnownTypes.IsTask(type) || KnownTypes.IsTaskOfResult(type) || KnownTypes.IsValueTask(type) || KnownTypes.IsValueTaskOfResult(type);
}
