using System.Collections.Concurrent;
using System.Collections.Immutable;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers;

/// <summary>Reports what only all tasks and actuators of a compilation together can show.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskSetAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.TaskNameMustBeUnique,
        Descriptors.TasksMustNotEmitTheSameType,
        Descriptors.PayloadNeedsAnActuator,
        Descriptors.PayloadHasSeveralActuators,
        Descriptors.ActuatorMustServeATask,
        Descriptors.TypeIsEmittedByAnotherGenerator,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static context =>
        {
            var definitions = new Definitions();
            context.RegisterSymbolAction(definitions.Add, SymbolKind.Method, SymbolKind.NamedType);
            context.RegisterCompilationEndAction(definitions.Report);
        });
    }

    /// <summary>What one compilation defines.</summary>
    private sealed class Definitions
    {
        private readonly ConcurrentBag<(TaskModel Model, ISymbol Symbol)> _tasks = [];
        private readonly ConcurrentBag<(ActuatorModel Model, ISymbol Symbol)> _actuators = [];

        // Marked, but wrong in a way that is reported elsewhere: no reason to call their counterparts wrong as well.
        private readonly ConcurrentDictionary<string, byte> _brokenPayloads = new(StringComparer.Ordinal);
        private int _brokenActuators;

        public void Add(SymbolAnalysisContext context)
        {
            if (context.Symbol is IMethodSymbol { PartialDefinitionPart: not null })
            {
                return;
            }

            if (KnownTypes.FindScheduledTask(context.Symbol) is { } attribute)
            {
                AddTask(context, attribute);
            }

            if (KnownTypes.FindActuator(context.Symbol) is not null)
            {
                AddActuator(context);
            }
        }

        public void Report(CompilationAnalysisContext context)
        {
            TaskSetModel set = TaskSetBuilder.Build(_tasks.Select(static task => task.Model.Identity));
            ReportConflicts(context, set);
            ReportPayloads(context);
            ReportActuators(context);
            ReportEmittedTypes(context, set);
        }

        private void AddTask(SymbolAnalysisContext context, AttributeData attribute)
        {
            var scope = new ParseScope(context.Compilation, context.CancellationToken);
            if (TaskParser.Parse(context.Symbol, attribute, scope) is { } task)
            {
                _tasks.Add((task, context.Symbol));
            }
            else if (context.Symbol is INamedTypeSymbol type)
            {
                _brokenPayloads.TryAdd(TypeNames.NotNull(type), 0);
            }
        }

        private void AddActuator(SymbolAnalysisContext context)
        {
            var scope = new ParseScope(context.Compilation, context.CancellationToken);
            foreach (ActuatorModel actuator in ActuatorParser.Parse(context.Symbol, scope))
            {
                _actuators.Add((actuator, context.Symbol));
            }

            if (scope.IsBroken)
            {
                Interlocked.Increment(ref _brokenActuators);
            }
        }

        private void ReportConflicts(CompilationAnalysisContext context, TaskSetModel set)
        {
            var symbols = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
            foreach ((TaskModel model, ISymbol symbol) in _tasks)
            {
                symbols[model.Identity.Id] = symbol;
            }

            foreach (TaskConflict conflict in set.Conflicts)
            {
                DiagnosticDescriptor descriptor = conflict.Kind == ConflictKind.Name
                    ? Descriptors.TaskNameMustBeUnique
                    : Descriptors.TasksMustNotEmitTheSameType;
                string value = conflict.Kind == ConflictKind.Name ? conflict.Value : conflict.Value.Substring("global::".Length);
                Report(context, descriptor, symbols[conflict.Id], value, TypeNames.ForPeople(symbols[conflict.OtherId]));
            }
        }

        private void ReportPayloads(CompilationAnalysisContext context)
        {
            foreach ((TaskModel model, ISymbol symbol) in _tasks.Where(static task => task.Model.Actuator is null))
            {
                // One that does not compile may be this payload's.
                bool isServed = _actuators.Any(actuator => actuator.Model.PayloadType == model.PayloadType);
                if (!isServed && _brokenActuators == 0)
                {
                    Report(context, Descriptors.PayloadNeedsAnActuator, symbol, TypeNames.ForPeople(symbol));
                }
            }
        }

        private void ReportActuators(CompilationAnalysisContext context)
        {
            foreach (IGrouping<string, (ActuatorModel Model, ISymbol Symbol)> group in _actuators.GroupBy(
                static actuator => actuator.Model.PayloadType, StringComparer.Ordinal))
            {
                bool isTask = _brokenPayloads.ContainsKey(group.Key)
                    || _tasks.Any(task => task.Model.PayloadType == group.Key && task.Model.Actuator is null);
                (ActuatorModel Model, ISymbol Symbol)[] actuators = [.. group.OrderBy(static actuator => actuator.Model.Id, StringComparer.Ordinal)];
                for (int i = 0; i < actuators.Length; i++)
                {
                    if (!isTask)
                    {
                        Report(context, Descriptors.ActuatorMustServeATask, actuators[i].Symbol, group.Key.Replace("global::", ""));
                    }
                    else if (actuators.Length > 1)
                    {
                        string other = TypeNames.ForPeople(actuators[i == 0 ? 1 : 0].Symbol);
                        Report(context, Descriptors.PayloadHasSeveralActuators, actuators[i].Symbol, group.Key.Replace("global::", ""), other);
                    }
                }
            }
        }

        private void ReportEmittedTypes(CompilationAnalysisContext context, TaskSetModel set)
        {
            foreach ((TaskModel model, ISymbol symbol) in _tasks)
            {
                ISymbol[] actuators = model.Actuator is not null
                    ? []
                    : [.. _actuators.Where(actuator => actuator.Model.PayloadType == model.PayloadType).Select(static actuator => actuator.Symbol)];
                if ((model.Actuator is null && actuators.Length != 1)
                    || set.Conflicts.Any(conflict => conflict.Id == model.Identity.Id)
                    || EmittedDependency.HasScheduler(symbol, model.SchedulerName))
                {
                    continue;
                }

                foreach (ISymbol definition in actuators.Prepend(symbol))
                {
                    if (EmittedDependency.Find(definition, context.CancellationToken) is var (type, user))
                    {
                        Report(
                            context,
                            Descriptors.TypeIsEmittedByAnotherGenerator,
                            user,
                            TypeNames.ForPeople(definition),
                            TypeNames.ForPeople(type));
                        break;
                    }
                }
            }
        }

        private static void Report(
            CompilationAnalysisContext context, DiagnosticDescriptor descriptor, ISymbol symbol, params object[] arguments) =>
            context.ReportDiagnostic(Diagnostic.Create(descriptor, symbol.Locations.FirstOrDefault(), arguments));
    }
}
