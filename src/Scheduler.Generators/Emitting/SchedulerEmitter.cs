using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes the typed scheduler.</summary>
/// <example><code>
/// public partial class SumScheduler : Scheduler&lt;SumTask, int&gt;
/// {
///     public SumScheduler(SchedulerSetup&lt;SumTask, int&gt; setup) : base(setup) { }
///     protected SumScheduler() { }
///     public static SumScheduler Create(Action&lt;SchedulerSetup&lt;SumTask, int&gt;&gt;? configure = null) { … }
///     public virtual ValueTask&lt;TaskHandle&lt;int&gt;&gt; EnqueueAsync(int a, int b = 2, …) => …;      for methods only
///     public static TaskDefinition&lt;SumTask, int&gt; CreateDefinition() => …;
/// }
/// </code></example>
internal static class SchedulerEmitter
{
    public static void Emit(CodeWriter writer, CompleteTask task)
    {
        TaskModel model = task.Task;
        string baseType = Names.Scheduler(model.PayloadType, task.Actuator.ResultType);
        writer.Summary($"Schedules runs of <see cref=\"{model.Reference}\"/>.");
        foreach (string platform in task.Actuator.Platforms)
        {
            writer.Line($"[{platform}]");
        }

        if (task.Actuator.IsDeclaredElsewhere)
        {
            writer.Line("[global::GeneratedScheduler.TaskContract]");
        }

        using (writer.Block($"{task.Accessibility}partial class {model.SchedulerName} : {baseType}"))
        {
            EmitConstructors(writer, task);
            EmitCreate(writer, task);
            EnqueueEmitter.Emit(writer, task);
            DefinitionEmitter.Emit(writer, task);
            ActuatorEmitter.Emit(writer, task.Actuator);
        }
    }

    private static void EmitConstructors(CodeWriter writer, CompleteTask task)
    {
        string setup = Names.Setup(task.Task.PayloadType, task.Actuator.ResultType);
        writer.Summary("Makes a scheduler from a finished setup; <see cref=\"Create\"/> is the short way.");
        writer.Line("/// <param name=\"setup\">What the scheduler is made of.</param>");
        writer.Line($"public {task.Task.SchedulerName}({setup} setup)");
        using (writer.Indent())
        {
            writer.Line(": base(setup)");
        }

        using (writer.Braces())
        {
        }

        writer.Line();
        writer.Summary("For test doubles, which override what they need.");
        using (writer.Block($"protected {task.Task.SchedulerName}()"))
        {
        }

        writer.Line();
    }

    private static void EmitCreate(CodeWriter writer, CompleteTask task)
    {
        string setup = Names.Setup(task.Task.PayloadType, task.Actuator.ResultType);
        string type = task.Task.Identity.SchedulerType;
        writer.Summary("Makes and starts a scheduler without a host. Dispose it to stop it.");
        writer.Line("/// <param name=\"configure\">Changes options, container, actuator or persister.</param>");
        RequirementEmitter.Emit(writer, task.Actuator.Requirements);
        writer.Line($"public static {type} Create(");
        using (writer.Indent())
        {
            writer.Line($"global::System.Action<{setup}>? configure = null)");
        }

        using (writer.Braces())
        {
            writer.Line($"var setup = new {setup}(CreateDefinition());");
            writer.Line("configure?.Invoke(setup);");
            writer.Line($"var scheduler = new {type}(setup);");
            writer.Line("scheduler.Start();");
            writer.Line("return scheduler;");
        }

        writer.Line();
    }
}
