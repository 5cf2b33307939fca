using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes the adapter between the runtime and a task method.</summary>
/// <example><code>
/// private sealed class Actuator : FunctionActuator&lt;SumTask, int&gt;
/// {
///     protected override bool ExposesContext => true;
///
///     protected override ValueTask&lt;int&gt; InvokeAsync(
///         SumTask task,
///         TaskContext context) =>
///         new(global::MyApp.Calculator.Sum(task.A, task.B, context.CancellationToken));
/// }
/// </code></example>
internal static class ActuatorEmitter
{
    private const string ClassName = "Actuator";

    /// <summary>The factory that the definition holds.</summary>
    public static string Creation(ActuatorModel actuator) => actuator.Class is { } type
        ? $"static {(type.Arguments.Count == 0 ? "_" : "services")} => {ArgumentEmitter.Creation(type, "services!")}"
        : $"static _ => new {ClassName}()";

    public static void Emit(CodeWriter writer, CompleteTask task)
    {
        if (task.Actuator.Function is not { } function)
        {
            return;
        }

        (string payload, string result) = (task.Task.PayloadType, task.Actuator.ResultType);
        writer.Line();
        using (writer.Block($"private sealed class {ClassName} : {Names.FunctionActuator(payload, result)}"))
        {
            writer.Line($"protected override bool ExposesContext => {(ExposesContext(function) ? "true" : "false")};");
            writer.Line();
            EmitInvoke(writer, function, payload, result);
        }
    }

    private static void EmitInvoke(CodeWriter writer, FunctionModel function, string payload, string result)
    {
        bool awaits = function.Returns is ReturnKind.Task or ReturnKind.ValueTask;
        writer.Line($"protected override {(awaits ? "async " : "")}{Names.ValueTask(result)} InvokeAsync(");
        using (writer.Indent())
        {
            writer.Line($"{payload} task,");
            string end = function.Returns is ReturnKind.Value or ReturnKind.TaskOfResult or ReturnKind.ValueTaskOfResult ? " =>" : "";
            writer.Line($"{Names.TaskContext} context){end}");
            if (end.Length > 0)
            {
                string call = Call(function);
                writer.Line(function.Returns == ReturnKind.ValueTaskOfResult ? call + ";" : $"new({call});");
                return;
            }
        }

        using (writer.Braces())
        {
            writer.Line(awaits ? $"await {Call(function)}.ConfigureAwait(false);" : Call(function) + ";");
            writer.Line("return default;");
        }
    }

    private static string Call(FunctionModel function)
    {
        string receiver = function.Instance is { } instance
            ? $"context.GetInstance<{instance.Type}>(static {(instance.Arguments.Count == 0 ? "_" : "services")} => "
                + ArgumentEmitter.Creation(instance, "services") + ")"
            : function.DeclaringType;
        return $"{receiver}.{function.MethodName}({ArgumentEmitter.List(function.Arguments, "context.Services")})";
    }

    // Without any of these the method cannot keep hold of the run, and the runtime may use one context again.
    private static bool ExposesContext(FunctionModel function) =>
        function.Instance is not null
        || function.Arguments.Any(static argument => argument.Kind is not (ArgumentKind.Member or ArgumentKind.Payload));
}
