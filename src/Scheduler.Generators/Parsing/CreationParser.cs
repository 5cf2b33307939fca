using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Decides how the object is made on which a task method is called, or that is an actuator.</summary>
internal static class CreationParser
{
    public static CreationModel? Parse(INamedTypeSymbol type, Location? location, ParseScope scope)
    {
        if (WhyNotCreatable(type) is { } reason)
        {
            scope.Report(Descriptors.InstanceMustBeCreatable, location, TypeNames.ForPeople(type), reason);
            return null;
        }

        if (ChooseConstructor(type) is not { } constructor)
        {
            string missing = type.InstanceConstructors.Any(static constructor => constructor.DeclaredAccessibility == Accessibility.Public)
                ? "has no public constructor that may be called: all are obsolete as an error"
                : "has no public constructor";
            scope.Report(Descriptors.InstanceMustBeCreatable, location, TypeNames.ForPeople(type), missing);
            return null;
        }

        if (CallRules.RivalOf(constructor, scope.Compilation) is { } rival)
        {
            scope.Report(
                Descriptors.InstanceMustBeCreatable,
                location,
                TypeNames.ForPeople(type),
                $"has a constructor '{TypeNames.ForPeople(constructor)}' in whose place the compiler chooses '{TypeNames.ForPeople(rival)}'");
            return null;
        }

        if (HasUnsetRequiredMembers(type, constructor))
        {
            scope.Report(Descriptors.InstanceMustBeCreatable, location, TypeNames.ForPeople(type), "has required members");
            return null;
        }

        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            ParameterParser.Check(parameter, isPayload: false, scope);
        }

        return new CreationModel(TypeNames.NotNull(type), constructor.Parameters.Select(ParseArgument).ToEquatableArray());
    }

    private static string? WhyNotCreatable(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "is an interface",
        { TypeKind: not TypeKind.Class } => "is a struct",
        { IsStatic: true } => "is static",
        { IsAbstract: true } => "is abstract",
        _ when UseRules.IsObsoleteAsAnError(type) => "is obsolete as an error",
        _ => null,
    };

    /// <summary>The marked constructor, or the one that takes most; of equals, the first in the order of their ids.</summary>
    private static IMethodSymbol? ChooseConstructor(INamedTypeSymbol type)
    {
        IMethodSymbol[] constructors =
        [
            .. type.InstanceConstructors
                .Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public
                    && !UseRules.IsObsoleteAsAnError(constructor))
                .OrderByDescending(static constructor => constructor.Parameters.Length)
                .ThenBy(static constructor => constructor.GetDocumentationCommentId(), StringComparer.Ordinal),
        ];
        return constructors.FirstOrDefault(KnownTypes.IsPreferredConstructor) ?? constructors.FirstOrDefault();
    }

    private static bool HasUnsetRequiredMembers(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        if (KnownTypes.Find(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is not null)
        {
            return false;
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }

    private static ArgumentModel ParseArgument(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type;
        if (KnownTypes.IsServiceProvider(type))
        {
            return new ArgumentModel(ArgumentKind.ServiceProvider);
        }

        // Numbers and texts with a default are settings, not services. Of what type says which constructor is meant.
        bool isSetting = parameter.HasExplicitDefaultValue
            && KnownTypes.FindKey(parameter) is null
            && (type.IsValueType || type.SpecialType == SpecialType.System_String);
        return isSetting
            ? new ArgumentModel(ArgumentKind.Constant, Literals.OfDefaultWithType(parameter))
            : ParameterParser.ParseService(parameter);
    }
}
