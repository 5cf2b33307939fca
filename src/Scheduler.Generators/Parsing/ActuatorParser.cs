using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads what is marked with <c>[Actuator]</c>.</summary>
internal static class ActuatorParser
{
    public static bool IsCandidate(SyntaxNode node) => node is MethodDeclarationSyntax or ClassDeclarationSyntax or RecordDeclarationSyntax;

    /// <summary>For generator and analyzers: the models, one for each payload that is served, or none if anything is wrong; what is wrong is in the scope then.</summary>
    public static EquatableArray<ActuatorModel> Parse(ISymbol symbol, ParseScope scope)
    {
        scope.CancellationToken.ThrowIfCancellationRequested();
        if (!ProjectRules.HasLanguage(scope.Compilation))
        {
            scope.GiveUp();
        }

        EquatableArray<ActuatorModel> models = symbol switch
        {
            IMethodSymbol method => ParseMethod(method.PartialDefinitionPart ?? method, scope),
            INamedTypeSymbol type => ParseClass(type, scope),
            _ => EquatableArray<ActuatorModel>.Empty,
        };
        return scope.IsBroken ? EquatableArray<ActuatorModel>.Empty : models;
    }

    private static EquatableArray<ActuatorModel> ParseMethod(IMethodSymbol method, ParseScope scope)
    {
        FunctionParser.Check(method, scope);
        (ReturnKind returns, ITypeSymbol? result) = FunctionParser.ParseReturn(method, scope);
        ArgumentModel?[] injected = ParameterParser.ParseAll(method, scope);
        CreationModel? instance = FunctionParser.ParseInstance(method, scope);
        IParameterSymbol[] payloads = [.. method.Parameters.Where((_, i) => injected[i] is null)];
        if (payloads.Length != 1)
        {
            scope.Report(
                Descriptors.ActuatorMethodMustTakeOnePayload,
                method.Locations.FirstOrDefault(),
                TypeNames.ForPeople(method),
                payloads.Length);
        }

        ContractModel? contract = payloads.Length == 1 ? ContractParser.ParseActuator(method, payloads[0].Type, result, scope) : null;
        if (scope.IsBroken)
        {
            return EquatableArray<ActuatorModel>.Empty;
        }

        FunctionModel function = FunctionParser.ToModel(
            method, [.. injected.Select(static argument => argument ?? new ArgumentModel(ArgumentKind.Payload))], returns, instance, scope);
        var model = new ActuatorModel(
            TaskParser.IdOf(method),
            TypeNames.NotNull(payloads[0].Type),
            result is null ? TypeNames.NoResult : TypeNames.Annotated(result),
            result is null || TypeRules.IsPublic(result),
            function,
            Class: null,
            ForwardedAttributes.RequirementsOf(method),
            ForwardedAttributes.PlatformsOf(method),
            ForwardedAttributes.RequirementsOfReading(result),
            StorageParser.ParseResult(method, result, scope.ForStorage()),
            contract);
        return new[] { model }.ToEquatableArray();
    }

    private static EquatableArray<ActuatorModel> ParseClass(INamedTypeSymbol type, ParseScope scope)
    {
        Location? location = type.Locations.FirstOrDefault();
        if (type.IsGenericType || TypeRules.IsInGenericType(type))
        {
            scope.Report(Descriptors.TaskMustNotBeGeneric, location, TypeNames.ForPeople(type));
        }

        if (!TypeRules.IsAccessible(type, scope.Compilation))
        {
            scope.Report(Descriptors.TaskMethodMustBeAccessible, location, TypeNames.ForPeople(type));
        }

        INamedTypeSymbol[] contracts = [.. type.AllInterfaces.Where(KnownTypes.IsTaskActuator)];
        if (contracts.Length == 0)
        {
            scope.Report(Descriptors.ActuatorClassMustImplementTheContract, location, TypeNames.ForPeople(type));
            return EquatableArray<ActuatorModel>.Empty;
        }

        CreationModel? creation = CreationParser.Parse(type, location, scope);
        return contracts.Select(contract => ParseContract(type, contract, creation, scope)).ToEquatableArray();
    }

    private static ActuatorModel ParseContract(
        INamedTypeSymbol type, INamedTypeSymbol contract, CreationModel? creation, ParseScope scope)
    {
        if (TypeRules.IsUnknown(contract))
        {
            scope.GiveUp();
        }
        else if (!TypeRules.IsAccessible(contract, scope.Compilation))
        {
            scope.Report(Descriptors.TaskMethodMustBeAccessible, type.Locations.FirstOrDefault(), TypeNames.ForPeople(contract));
        }

        ITypeSymbol result = contract.TypeArguments[1];
        if (UseRules.FindObsoletePart(result) is { } part)
        {
            scope.Report(
                Descriptors.ReturnTypeIsNotSupported, type.Locations.FirstOrDefault(), TypeNames.ForPeople(part), TypeRules.ObsoleteAsAnError);
        }

        return new ActuatorModel(
            TaskParser.IdOf(type),
            TypeNames.NotNull(contract.TypeArguments[0]),
            TypeNames.Annotated(result),
            TypeRules.IsPublic(result),
            Function: null,
            creation,
            ForwardedAttributes.RequirementsOf(type),
            ForwardedAttributes.PlatformsOf(type),
            ForwardedAttributes.RequirementsOfReading(result),
            TypeRules.IsUnknown(contract) ? null : StorageParser.ParseResult(type, result, scope.ForStorage()),
            ContractParser.ParseActuator(type, contract.TypeArguments[0], result, scope));
    }
}
