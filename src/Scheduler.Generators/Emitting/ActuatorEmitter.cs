using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes the adapter between the runtime and a task method.</summary>
/// <example><code>
/// private sealed class Actuator : FunctionActuator&lt;SumTask, int&gt;
/// {
///     protected override ValueTask&lt;int&gt; InvokeAsync(
///         SumTask task,
///         TaskContext context) =>
///         new(global::MyApp.Calculator.Sum(task.A, task.B, context.CancellationToken));
/// }
/// </code></example>
internal static class ActuatorEmitter
{
    private const string ClassName = "Actuator";
    private const string FactoryName = "CreateInstance";

    /// <summary>Writes the factory that the definition holds, between <paramref name="head"/> and <paramref name="tail"/>.</summary>
    public static void EmitFactory(CodeWriter writer, string head, ActuatorModel actuator, string tail)
    {
        if (actuator.Class is not { } type)
        {
            writer.Line($"{head}static _ => new {ClassName}(){tail}");
            return;
        }

        string services = type.Arguments.Count == 0 ? "_" : "services";
        writer.List($"{head}static {services} => new {type.Type}(", ArgumentEmitter.List(type.Arguments, "services!"), ")" + tail);
    }

    public static void Emit(CodeWriter writer, ActuatorModel actuator)
    {
        if (actuator.Function is not { } function)
        {
            return;
        }

        (string payload, string result) = (actuator.PayloadType, actuator.ResultType);
        writer.Line();
        RequirementEmitter.EmitSuppressions(writer, actuator.Requirements);
        using (writer.Block($"private sealed class {ClassName} : {Names.FunctionActuator(payload, result)}"))
        {
            EmitInvoke(writer, function, payload, result);
            EmitInstance(writer, function.Instance);
        }
    }

    private static void EmitInvoke(CodeWriter writer, FunctionModel function, string payload, string result)
    {
        bool awaits = function.Returns is ReturnKind.Task or ReturnKind.ValueTask;
        bool hasResult = function.Returns is ReturnKind.Value or ReturnKind.TaskOfResult or ReturnKind.ValueTaskOfResult;
        writer.Line($"protected override {(awaits ? "async " : "")}{Names.ValueTask(result)} InvokeAsync(");
        using (writer.Indent())
        {
            writer.Line($"{payload} task,");
            writer.Line($"{Names.TaskContext} context){(hasResult ? " =>" : "")}");
            if (hasResult)
            {
                bool wraps = function.Returns != ReturnKind.ValueTaskOfResult;
                EmitCall(writer, function, wraps ? "new(" : "", wraps ? ");" : ";");
                return;
            }
        }

        using (writer.Braces())
        {
            EmitCall(writer, function, awaits ? "await " : "", awaits ? ".ConfigureAwait(false);" : ";");
            writer.Line("return default;");
        }
    }

    private static void EmitCall(CodeWriter writer, FunctionModel function, string before, string after)
    {
        string receiver = function.Instance is null
            ? function.DeclaringType
            : $"context.GetInstance<{function.Instance.Type}>({FactoryName})";
        if (function.Instance is { } instance && instance.Type != function.DeclaringType)
        {
            receiver = $"(({function.DeclaringType}){receiver})";
        }

        IEnumerable<string> arguments = ArgumentEmitter.List(function.Arguments, "context.Services");
        writer.List($"{before}{receiver}.{function.MethodName}(", arguments, ")" + after);
    }

    private static void EmitInstance(CodeWriter writer, CreationModel? instance)
    {
        if (instance is null)
        {
            return;
        }

        writer.Line();
        writer.Line($"private static {instance.Type} {FactoryName}({Names.ServiceProvider} services) =>");
        using (writer.Indent())
        {
            writer.List("new(", ArgumentEmitter.List(instance.Arguments, "services"), ");");
        }
    }
}
