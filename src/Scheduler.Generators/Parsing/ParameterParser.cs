using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Tells parameters that are injected from those that are payload.</summary>
internal static class ParameterParser
{
    /// <summary>What is injected for a parameter; <see langword="null"/> if it is payload.</summary>
    public static ArgumentModel? ParseInjected(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type;
        if (KnownTypes.IsCancellationToken(type))
        {
            return new ArgumentModel(ArgumentKind.CancellationToken);
        }

        if (KnownTypes.IsTaskContext(type))
        {
            return new ArgumentModel(ArgumentKind.Context);
        }

        if (KnownTypes.IsServiceProvider(type))
        {
            return new ArgumentModel(ArgumentKind.ServiceProvider);
        }

        if (KnownTypes.IsLogger(type))
        {
            return new ArgumentModel(ArgumentKind.Logger);
        }

        bool isService = KnownTypes.IsInjected(parameter) || KnownTypes.FindKey(parameter) is not null || KnownTypes.IsGenericLogger(type);
        return isService ? ParseService(parameter) : null;
    }

    /// <summary>A service that is resolved for a parameter of a method or constructor.</summary>
    public static ArgumentModel ParseService(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type;
        bool isOptional = parameter.HasExplicitDefaultValue
            || (!type.IsValueType && type.NullableAnnotation == NullableAnnotation.Annotated);
        string? fallback = parameter.HasExplicitDefaultValue ? Literals.OfDefault(parameter) : null;
        string? key = KnownTypes.FindKey(parameter) is { ConstructorArguments: [var constant] } ? Literals.Of(constant) : null;

        // The scheduler of another task does not exist yet: only its name is known.
        ITypeSymbol? emitted = FindEmitted(type);
        bool takesNull = isOptional || (emitted is not null && !ReferenceEquals(emitted, type));
        return new ArgumentModel(
            ArgumentKind.Service,
            Service: new ServiceModel(emitted?.Name ?? TypeNames.NotNull(type), emitted is null, !takesNull, key, fallback, type.IsValueType));
    }

    /// <summary>What is injected for each parameter of a method; reports what makes any of them unusable.</summary>
    public static ArgumentModel?[] ParseAll(IMethodSymbol method, ParseScope scope)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var injected = new ArgumentModel?[method.Parameters.Length];
        for (int i = 0; i < injected.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            injected[i] = ParseInjected(parameter);
            Check(parameter, isPayload: injected[i] is null, scope);
            if (!names.Add(parameter.Name))
            {
                scope.GiveUp();
            }
        }

        return injected;
    }

    /// <summary>Reports what makes a parameter unusable, whether it is payload or injected.</summary>
    public static void Check(IParameterSymbol parameter, bool isPayload, ParseScope scope)
    {
        Location? location = parameter.Locations.FirstOrDefault();
        if (parameter.RefKind != RefKind.None)
        {
            string kind = parameter.RefKind switch
            {
                RefKind.Ref => "ref",
                RefKind.Out => "out",
                RefKind.In => "in",
                _ => "ref readonly",
            };
            scope.Report(Descriptors.ParameterMustBePassedByValue, location, parameter.Name, kind);
        }

        if (KnownTypes.FindKey(parameter) is { ConstructorArguments: [{ Kind: TypedConstantKind.Array, IsNull: false }] })
        {
            scope.Report(
                Descriptors.ParameterTypeIsNotSupported,
                location,
                parameter.Type.ToDisplayString(),
                parameter.Name,
                "a service whose key is an array, which is equal to no other array; register it by a text, a number or a type");
        }

        CheckType(parameter.Type, parameter.Name, location, isPayload, scope);
    }

    /// <summary>Reports what makes the type of a parameter or property unusable.</summary>
    public static void CheckType(ITypeSymbol type, string name, Location? location, bool isPayload, ParseScope scope)
    {
        bool mayBeEmitted = !isPayload && FindEmitted(type) is not null;
        if (TypeRules.IsUnknown(type) && !mayBeEmitted)
        {
            scope.GiveUp();
            return;
        }

        if (TypeRules.WhyNotStorable(type, scope.Compilation) is { } reason)
        {
            scope.Report(Descriptors.ParameterTypeIsNotSupported, location, type.ToDisplayString(), name, reason);
        }
        else if (!mayBeEmitted && !TypeRules.IsAccessible(type, scope.Compilation))
        {
            scope.Report(Descriptors.TaskMethodMustBeAccessible, location, TypeNames.ForPeople(type));
        }
    }

    /// <summary>
    /// A type that does not exist, but may be one that is emitted. With a mark for null the compiler takes it to be a struct.
    /// </summary>
    private static ITypeSymbol? FindEmitted(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol { Arity: 0 } error => error,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            nullable.TypeArguments[0] as IErrorTypeSymbol,
        _ => null,
    };
}
