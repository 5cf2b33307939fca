using GeneratedScheduler.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Judges what compiles and runs, but is hardly what was meant. For the analyzer only: output does not depend on it.</summary>
internal static class TaskAdvice
{
    /// <summary>Judges a task or actuator method.</summary>
    public static void Check(IMethodSymbol method, AttributeData? task, bool isStored, ParseScope scope)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            CheckParameter(parameter, isStored, scope);
        }

        if (task is not null)
        {
            CheckTimeout(method, task, location: null, scope);
            return;
        }

        // Its payload says how long a run may take. Reported here: an editor mends what is shown in the file that it mends.
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (KnownTypes.FindScheduledTask(parameter.Type) is { } attribute)
            {
                CheckTimeout(method, attribute, method.Locations.FirstOrDefault(), scope);
            }
        }
    }

    /// <summary>Judges a payload type.</summary>
    public static void Check(INamedTypeSymbol payload, ParseScope scope)
    {
        foreach (IPropertySymbol property in MemberParser.Properties(payload))
        {
            CheckMember(property.Type, property.Name, property.Locations.FirstOrDefault(), scope);
        }
    }

    /// <summary>Whether a parameter is payload although it is certainly meant to be a service.</summary>
    public static bool IsUnmarkedService(IParameterSymbol parameter) =>
        KnownTypes.FindScheduledTask(parameter.Type) is null
        && ParameterParser.ParseInjected(parameter) is null
        && ServiceLikeness.LooksLikeService(parameter.Type);

    private static void CheckParameter(IParameterSymbol parameter, bool isStored, ParseScope scope)
    {
        Location? location = parameter.Locations.FirstOrDefault();
        if (IsUnmarkedService(parameter))
        {
            scope.Advise(Descriptors.ServiceMustBeMarkedAsInjected, location, TypeNames.ForPeople(parameter.Type), parameter.Name);
        }
        else if (!isStored && ParameterParser.ParseInjected(parameter) is null && KnownTypes.FindScheduledTask(parameter.Type) is null)
        {
            CheckMember(parameter.Type, parameter.Name, location, scope);
        }
    }

    // What is no type at all, or none that can be stored in memory, is reported as such.
    private static void CheckMember(ITypeSymbol type, string name, Location? location, ParseScope scope)
    {
        if (!TypeRules.IsUnknown(type)
            && TypeRules.WhyNotStorable(type, scope.Compilation) is null
            && ProcessBound.Find(type) is var (part, what))
        {
            scope.Advise(Descriptors.PayloadMemberCannotLeaveTheProcess, location, TypeNames.ForPeople(part), name, what);
        }
    }

    private static void CheckTimeout(IMethodSymbol method, AttributeData attribute, Location? location, ParseScope scope)
    {
        var reader = new AttributeReader(attribute, scope.CancellationToken);
        bool learnsOfIt = method.Parameters.Any(static parameter =>
            KnownTypes.IsCancellationToken(parameter.Type) || KnownTypes.IsTaskContext(parameter.Type));
        if (!learnsOfIt && SettingsParser.HasTimeout(reader))
        {
            scope.Advise(Descriptors.TimeoutNeedsACancellationToken, location ?? reader.LocationOf("Timeout"), TypeNames.ForPeople(method));
        }
    }
}
