using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads what joins a payload in one assembly with its actuator in another: the result that the payload declares.</summary>
internal static class ContractParser
{
    private const string Result = "Result";

    /// <summary>What a payload says about its actuator; <see langword="null"/> if it leaves that to the actuator.</summary>
    public static ActuatorModel? ParsePayload(INamedTypeSymbol payload, string id, AttributeReader attribute, ParseScope scope)
    {
        if (attribute.GetTypeOf(Result) is not { } declared)
        {
            return null;
        }

        ITypeSymbol? result = declared.SpecialType == SpecialType.System_Void ? null : declared;
        if (result is not null)
        {
            FunctionParser.CheckResult(result, result.ToDisplayString(), isReturnType: true, attribute.LocationOf(Result), scope);
        }

        return scope.IsBroken
            ? null
            : new ActuatorModel(
                id,
                TypeNames.NotNull(payload),
                ResultName(result),
                result is null || TypeRules.IsPublic(result),
                Function: null,
                Class: null,
                EquatableArray<RequirementModel>.Empty,
                EquatableArray<string>.Empty,
                ForwardedAttributes.RequirementsOfReading(result),
                StorageParser.ParseResult(payload, result, scope.ForStorage()),
                Contract: null);
    }

    /// <summary>A method returns its result; the attribute has nothing to say about it.</summary>
    public static void CheckMethod(AttributeReader attribute, ParseScope scope)
    {
        if (attribute.GetTypeOf(Result) is not null)
        {
            scope.Report(Descriptors.ResultBelongsToAPayload, attribute.LocationOf(Result));
        }
    }

    /// <summary>The task of a reference that an actuator executes; <see langword="null"/> if the payload is not such a task.</summary>
    /// <param name="actuator">The method or class.</param>
    /// <param name="payload">What it executes.</param>
    /// <param name="result">What it returns; <see langword="null"/> for nothing.</param>
    /// <param name="scope">Where problems go.</param>
    public static ContractModel? ParseActuator(ISymbol actuator, ITypeSymbol payload, ITypeSymbol? result, ParseScope scope)
    {
        if (FindScheduler(payload, scope) is not { } scheduler)
        {
            return null;
        }

        return new ContractModel(
            TypeNames.NotNull(scheduler),
            TypeNames.Annotated(KnownTypes.FindScheduler(scheduler)!.TypeArguments[1]),
            TypeNames.Namespace(actuator),
            FreeName(actuator.ContainingNamespace, scope.Compilation, Naming.TrimSuffix(scheduler.Name, "Scheduler") + "Implementation"),
            scheduler.ContainingAssembly.Name,
            !Registrations(scheduler.ContainingAssembly).Any(LacksMappers),
            TypeRules.IsPublic(scheduler) && (result is null || TypeRules.IsPublic(result)));
    }

    /// <summary>Whether a type holds the <c>Add…Tasks()</c> of an assembly whose tasks databases cannot store.</summary>
    public static bool LacksMappers(INamedTypeSymbol type) =>
        KnownTypes.Find(type, "GeneratedScheduler", "TaskRegistrationAttribute") is { } registration
        && !registration.NamedArguments.Any(static argument => argument is { Key: "HasMappers", Value.Value: true });

    /// <summary>Names of results for messages.</summary>
    public static string ForPeople(string result) => result == TypeNames.NoResult ? "nothing" : $"'{result.Replace("global::", "")}'";

    private static INamedTypeSymbol? FindScheduler(ITypeSymbol payload, ParseScope scope)
    {
        if (payload is not INamedTypeSymbol { ContainingAssembly: { } assembly } type
            || SymbolEqualityComparer.Default.Equals(assembly, scope.Compilation.Assembly)
            || KnownTypes.FindScheduledTask(type) is not { } attribute)
        {
            return null;
        }

        string stem = new AttributeReader(attribute, scope.CancellationToken).GetString("TypeName") ?? Naming.TrimSuffix(type.Name, "Task");
        return type.ContainingNamespace.GetTypeMembers(stem + "Scheduler", 0).FirstOrDefault(candidate =>
            KnownTypes.FindScheduler(candidate) is { } scheduler
            && SymbolEqualityComparer.Default.Equals(scheduler.TypeArguments[0], type)
            && KnownTypes.Find(candidate, "GeneratedScheduler", "TaskContractAttribute") is not null
            && TypeRules.IsAccessible(candidate, scope.Compilation));
    }

    private static IEnumerable<INamedTypeSymbol> Registrations(IAssemblySymbol assembly) => assembly.GlobalNamespace.GetNamespaceMembers()
        .Where(static member => member.Name == "GeneratedScheduler")
        .SelectMany(static member => member.GetTypeMembers());

    // Namespaces of references are in the way too.
    private static string FreeName(INamespaceSymbol @namespace, Compilation compilation, string name) => Naming.StepAside(
        name,
        [
            .. @namespace.GetTypeMembers().Where(IsWritten).Select(static type => type.Name),
            .. compilation.GetCompilationNamespace(@namespace)?.GetNamespaceMembers().Select(static member => member.Name) ?? [],
        ]);

    private static bool IsWritten(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(static reference => !EmittedFiles.Contains(reference.SyntaxTree));

    private static string ResultName(ITypeSymbol? result) => result is null ? TypeNames.NoResult : TypeNames.Annotated(result);
}
