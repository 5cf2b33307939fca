using GeneratedScheduler.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>What a class, record or struct must be to be a payload.</summary>
internal static class PayloadRules
{
    public static void Check(INamedTypeSymbol type, ParseScope scope)
    {
        Location? location = type.Locations.FirstOrDefault();
        if (WhyNoPayload(type) is { } reason)
        {
            scope.Report(Descriptors.PayloadTypeIsNotSupported, location, TypeNames.ForPeople(type), reason);
        }

        if (type.IsGenericType || TypeRules.IsInGenericType(type))
        {
            scope.Report(Descriptors.TaskMustNotBeGeneric, location, TypeNames.ForPeople(type));
        }

        // A file-local type is called what it is, not inaccessible.
        if (!type.IsFileLocal && !TypeRules.IsAccessible(type, scope.Compilation))
        {
            scope.Report(Descriptors.TaskMethodMustBeAccessible, location, TypeNames.ForPeople(type));
        }

        foreach (IPropertySymbol property in MemberParser.Properties(type))
        {
            if (UseRules.IsObsoleteAsAnError(property) && !UseRules.IsObsoleteAsAnError(type))
            {
                scope.Report(
                    Descriptors.ParameterTypeIsNotSupported,
                    property.Locations.FirstOrDefault(),
                    property.Type.ToDisplayString(),
                    property.Name,
                    "the type of a property that is obsolete as an error, so that nothing may get or set it; remove it, or let it be a warning");
            }

            ParameterParser.CheckType(property.Type, property.Name, property.Locations.FirstOrDefault(), isPayload: true, scope);
        }
    }

    private static string? WhyNoPayload(INamedTypeSymbol type) => type switch
    {
        { IsStatic: true } => "static",
        { IsRefLikeType: true } => "a ref struct",
        { IsFileLocal: true } => "file-local, so that emitted code cannot name it",
        { TypeKind: not (TypeKind.Class or TypeKind.Struct) } => "neither a class nor a record nor a struct",
        _ when UseRules.IsObsoleteAsAnError(type) => TypeRules.ObsoleteAsAnError,
        _ => null,
    };
}
