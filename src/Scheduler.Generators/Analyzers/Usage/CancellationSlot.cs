using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Where a call that was given no CancellationToken could take one.</summary>
internal sealed class CancellationSlot
{
    private CancellationSlot(IParameterSymbol parameter, IInvocationOperation call)
    {
        ParameterName = parameter.Name;
        int given = call.Arguments.Count(
            argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Ordinal < parameter.Ordinal);
        IsNext = given == parameter.Ordinal;
    }

    /// <summary>The name of the parameter that takes the token.</summary>
    public string ParameterName { get; }

    /// <summary>Whether every parameter before it was given an argument, so that it need not be named.</summary>
    public bool IsNext { get; }

    /// <summary>An optional parameter that was left out, or the last parameter of an overload that is otherwise the same.</summary>
    public static CancellationSlot? Find(IInvocationOperation call, Compilation compilation, ISymbol within)
    {
        IMethodSymbol target = call.TargetMethod;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.ParamCollection)
            {
                return null;
            }

            if (argument.Parameter is { } parameter && KnownTypes.IsCancellationToken(parameter.Type))
            {
                return argument.ArgumentKind == ArgumentKind.DefaultValue ? new CancellationSlot(parameter, call) : null;
            }
        }

        return FindOverload(target, call, compilation, within) is { } overload
            ? new CancellationSlot(overload.Parameters[overload.Parameters.Length - 1], call)
            : null;
    }

    private static IMethodSymbol? FindOverload(
        IMethodSymbol target, IInvocationOperation call, Compilation compilation, ISymbol within)
    {
        for (INamedTypeSymbol? type = target.ContainingType; type is not null; type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers(target.Name))
            {
                if (member is IMethodSymbol candidate
                    && Extends(candidate, target, isAwaited: call.Parent is IAwaitOperation)
                    && compilation.IsSymbolAccessibleWithin(candidate, within))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static bool Extends(IMethodSymbol candidate, IMethodSymbol target, bool isAwaited)
    {
        int count = target.Parameters.Length;
        if (candidate.Parameters.Length != count + 1
            || candidate.IsStatic != target.IsStatic
            || candidate.Arity != target.Arity
            || candidate.Parameters[count].RefKind != RefKind.None
            || !KnownTypes.IsCancellationToken(candidate.Parameters[count].Type))
        {
            return false;
        }

        IMethodSymbol method = candidate.Arity == 0 ? candidate : candidate.Construct([.. target.TypeArguments]);
        for (int i = 0; i < count; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(method.Parameters[i].Type, target.Parameters[i].Type)
                || method.Parameters[i].RefKind != target.Parameters[i].RefKind)
            {
                return false;
            }
        }

        // What is awaited may be a ValueTask instead of a Task.
        return isAwaited || SymbolEqualityComparer.Default.Equals(method.ReturnType, target.ReturnType);
    }
}
