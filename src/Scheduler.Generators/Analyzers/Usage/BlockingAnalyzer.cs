using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports tasks that hold a thread while they wait.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.DoNotBlockOnAHandleInATask,
        Descriptors.DoNotSleepInATask,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        TaskBody.Register(context, Analyze);
    }

    private static void Analyze(TaskBody body)
    {
        foreach (IOperation operation in body.Operations)
        {
            if (FindSleep(operation) is { } sleep)
            {
                if (IsAsynchronous(InnermostFunction(operation, body.Method)))
                {
                    body.Report(Descriptors.DoNotSleepInATask, operation.Syntax.GetLocation(), sleep);
                }
            }
            else if (Blocking.FindAwaited(operation) is { } task && Blocking.FindSchedulerMember(task, body.CancellationToken) is { } member
                && !MayBeOver(body, operation, task))
            {
                body.Report(Descriptors.DoNotBlockOnAHandleInATask, operation.Syntax.GetLocation(), member.Name);
            }
        }
    }

    // What was awaited before, or asked whether it is over, is read and not waited for. Two calls may give two tasks.
    private static bool MayBeOver(TaskBody body, IOperation blocking, IOperation task)
    {
        IOperation source = Blocking.Unwrap(task);
        string waitedFor = source.Syntax.ToString();
        return !source.DescendantsAndSelf().OfType<IInvocationOperation>().Any() && body.Operations
            .Where(earlier => earlier.Syntax.SpanStart < blocking.Syntax.SpanStart)
            .Any(earlier => earlier switch
            {
                IAwaitOperation { Operation: var awaited } => IsWhenAll(awaited) || Blocking.Unwrap(awaited).Syntax.ToString() == waitedFor,
                IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: { } asked } =>
                    Blocking.Unwrap(asked).Syntax.ToString() == waitedFor,
                _ => false,
            });
    }

    private static bool IsWhenAll(IOperation awaited) =>
        Blocking.Unwrap(awaited) is IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType: { } type } } && KnownTypes.IsTask(type);

    private static string? FindSleep(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Sleep", ContainingType: { } type } } when KnownTypes.IsThread(type) => "Thread.Sleep",
        _ when Blocking.FindAwaited(operation) is { } task && IsDelay(Blocking.Unwrap(task)) => "Waiting for Task.Delay",
        _ => null,
    };

    private static bool IsDelay(IOperation task) =>
        task is IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: { } type } } && KnownTypes.IsTask(type);

    // A lambda that is not asynchronous may run on a thread of its own.
    private static IMethodSymbol InnermostFunction(IOperation operation, IMethodSymbol method)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol;
                case ILocalFunctionOperation local:
                    return local.Symbol;
                default:
                    break;
            }
        }

        return method;
    }

    private static bool IsAsynchronous(IMethodSymbol method) => method.IsAsync || Blocking.IsTaskLike(method.ReturnType);
}
