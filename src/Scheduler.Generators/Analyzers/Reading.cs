using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Analyzers;

/// <summary>
/// What the generator's own parsing makes of one marked symbol. Read once for all analyzers, since reading is most of their work;
/// forgotten with the compilation.
/// </summary>
internal sealed class Reading
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, Reading>> Known = new();

    private Reading(ISymbol symbol, AttributeData? task, bool isActuator, Compilation compilation, CancellationToken cancellationToken)
    {
        IsTask = task is not null;
        var taskScope = new ParseScope(compilation, cancellationToken);
        Task = task is null ? null : TaskParser.Parse(symbol, task, taskScope);

        var actuatorScope = new ParseScope(compilation, cancellationToken);
        Actuators = isActuator ? ActuatorParser.Parse(symbol, actuatorScope) : EquatableArray<ActuatorModel>.Empty;
        IsBrokenActuator = actuatorScope.IsBroken;
        Problems = [.. taskScope.Problems, .. actuatorScope.Problems];
    }

    /// <summary>Whether it is marked with <c>[ScheduledTask]</c>.</summary>
    public bool IsTask { get; }

    /// <summary>The task; <see langword="null"/> if there is none, or if anything is wrong with it.</summary>
    public TaskModel? Task { get; }

    /// <summary>What it is the actuator of; empty if it is none, or if anything is wrong with it.</summary>
    public EquatableArray<ActuatorModel> Actuators { get; }

    public bool IsBrokenActuator { get; }

    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>The reading of a symbol; <see langword="null"/> if it is not marked.</summary>
    public static Reading? Of(ISymbol symbol, Compilation compilation, CancellationToken cancellationToken)
    {
        AttributeData? task = KnownTypes.FindScheduledTask(symbol);
        bool isActuator = KnownTypes.FindActuator(symbol) is not null;
        return task is null && !isActuator
            ? null
            : Known.GetValue(compilation, static _ => new ConcurrentDictionary<ISymbol, Reading>(SymbolEqualityComparer.Default))
                .GetOrAdd(symbol, symbol => new Reading(symbol, task, isActuator, compilation, cancellationToken));
    }
}
