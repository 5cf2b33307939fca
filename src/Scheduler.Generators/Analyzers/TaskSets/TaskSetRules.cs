using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Analyzers.TaskSets;

/// <summary>What must be true of all tasks and actuators of a compilation together.</summary>
internal sealed class TaskSetRules
{
    private readonly DefinitionSet _definitions;
    private readonly TaskSetModel _set;
    private readonly ILookup<string, (ActuatorModel Model, ISymbol Symbol)> _actuators;
    private readonly List<(ISymbol Definition, Diagnostic Diagnostic)> _found = [];

    private TaskSetRules(DefinitionSet definitions)
    {
        _definitions = definitions;
        _set = TaskSetBuilder.Build(definitions.Tasks.Select(static task => task.Model.Identity));
        _actuators = definitions.Actuators;
    }

    /// <summary>What is wrong, by the task or actuator at which it is reported.</summary>
    public static ILookup<ISymbol, Diagnostic> Judge(DefinitionSet definitions, Compilation compilation, CancellationToken cancellationToken)
    {
        var rules = new TaskSetRules(definitions);
        rules.JudgeConflicts();
        rules.JudgePayloads();
        rules.JudgeActuators();
        rules.JudgeEmittedTypes(compilation, cancellationToken);
        return rules._found.ToLookup(static found => found.Definition, static found => found.Diagnostic, SymbolEqualityComparer.Default);
    }

    private void JudgeConflicts()
    {
        if (_set.Conflicts.Count == 0)
        {
            return;
        }

        var symbols = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
        foreach ((TaskModel model, ISymbol symbol) in _definitions.Tasks)
        {
            symbols[model.Identity.Id] = symbol;
        }

        foreach (TaskConflict conflict in _set.Conflicts)
        {
            (DiagnosticDescriptor rule, string value) = conflict.Kind == ConflictKind.Name
                ? (Descriptors.TaskNameMustBeUnique, conflict.Value)
                : (Descriptors.TasksMustNotEmitTheSameType, conflict.Value.Replace("global::", ""));
            Report(symbols[conflict.Id], rule, value, TypeNames.ForPeople(symbols[conflict.OtherId]));
        }
    }

    private void JudgePayloads()
    {
        foreach ((TaskModel model, ISymbol symbol) in _definitions.Tasks)
        {
            bool isServed = model.Actuator is not null || model.Contract is not null || _actuators.Contains(model.PayloadType) || _definitions.MayBeServed(model.PayloadType);
            if (!isServed)
            {
                Report(symbol, Descriptors.PayloadNeedsAnActuator, TypeNames.ForPeople(symbol));
            }
            else if (model.Contract is { } contract)
            {
                foreach ((ActuatorModel actuator, ISymbol actuatorSymbol) in _actuators[model.PayloadType])
                {
                    JudgeResult(actuator, actuatorSymbol, contract.ResultType);
                }
            }
        }
    }

    private void JudgeResult(ActuatorModel actuator, ISymbol symbol, string declared)
    {
        if (actuator.ResultType != declared)
        {
            Report(
                symbol,
                Descriptors.ActuatorMustReturnTheDeclaredResult,
                TypeNames.ForPeople(symbol),
                ContractParser.ForPeople(actuator.ResultType),
                actuator.PayloadType.Replace("global::", ""),
                ContractParser.ForPeople(declared));
        }
    }

    private void JudgeActuators()
    {
        foreach (IGrouping<string, (ActuatorModel Model, ISymbol Symbol)> group in _actuators)
        {
            string payload = group.Key.Replace("global::", "");
            ISymbol[] actuators = [.. group.OrderBy(static actuator => actuator.Model.Id, StringComparer.Ordinal).Select(static actuator => actuator.Symbol)];
            foreach ((ActuatorModel model, ISymbol symbol) in group.Where(static actuator => actuator.Model.Contract is not null))
            {
                JudgeResult(model, symbol, model.Contract!.ResultType);
            }

            for (int i = 0; i < actuators.Length; i++)
            {
                if (!_definitions.IsPayload(group.Key) && !_actuators[group.Key].Any(static actuator => actuator.Model.Contract is not null))
                {
                    Report(actuators[i], Descriptors.ActuatorMustServeATask, payload);
                }
                else if (actuators.Length > 1)
                {
                    Report(actuators[i], Descriptors.PayloadHasSeveralActuators, payload, TypeNames.ForPeople(actuators[i == 0 ? 1 : 0]));
                }
            }
        }
    }

    // What is right in every respect and has no scheduler all the same.
    private void JudgeEmittedTypes(Compilation compilation, CancellationToken cancellationToken)
    {
        var conflicting = new HashSet<string>(_set.Conflicts.Select(static conflict => conflict.Id), StringComparer.Ordinal);
        foreach ((TaskModel model, ISymbol symbol) in _definitions.Tasks)
        {
            ISymbol[] actuators = model.Actuator is null ? [.. _actuators[model.PayloadType].Select(static actuator => actuator.Symbol)] : [];
            bool isComplete = model.Actuator is not null || actuators.Length == 1;
            if (isComplete && !conflicting.Contains(model.Identity.Id) && !EmittedDependency.HasScheduler(symbol, model.SchedulerName))
            {
                JudgeDependencies(symbol, actuators, compilation, cancellationToken);
            }
        }
    }

    private void JudgeDependencies(ISymbol task, ISymbol[] actuators, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (ISymbol definition in actuators.Prepend(task))
        {
            if (EmittedDependency.Find(definition, compilation, cancellationToken) is var (type, user))
            {
                _found.Add((task, Diagnostic.Create(
                    Descriptors.TypeIsEmittedByAnotherGenerator,
                    user.Locations.FirstOrDefault(),
                    TypeNames.ForPeople(definition),
                    TypeNames.ForPeople(type))));
                return;
            }
        }
    }

    private void Report(ISymbol definition, DiagnosticDescriptor rule, params object[] arguments) =>
        _found.Add((definition, Diagnostic.Create(rule, definition.Locations.FirstOrDefault(), arguments)));
}
