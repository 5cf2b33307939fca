using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes what joins the task of a referenced assembly with the actuator of this one.</summary>
/// <example><code>
/// public static class PlaceOrderImplementation
/// {
///     public static TaskDefinition&lt;PlaceOrder, Receipt&gt; CreateDefinition() =>
///         PlaceOrderScheduler.CreateDefinition().WithActuator(static _ => new Actuator(), needsServices: false);
///     public static PlaceOrderScheduler Create(Action&lt;SchedulerSetup&lt;PlaceOrder, Receipt&gt;&gt;? configure = null) { … }
///     private sealed class Actuator : FunctionActuator&lt;PlaceOrder, Receipt&gt; …        ActuatorEmitter; for methods only
/// }
/// </code></example>
internal static class ImplementationEmitter
{
    public static string Emit(ImplementationModel implementation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ContractModel contract = implementation.Actuator.Contract!;
        var writer = new CodeWriter();
        TaskEmitter.Header(writer);
        writer.Line();
        if (contract.Namespace.Length == 0)
        {
            EmitClass(writer, implementation, contract);
        }
        else
        {
            using (writer.Block("namespace " + contract.Namespace))
            {
                EmitClass(writer, implementation, contract);
            }
        }

        return writer.ToString();
    }

    private static void EmitClass(CodeWriter writer, ImplementationModel implementation, ContractModel contract)
    {
        ActuatorModel actuator = implementation.Actuator;
        writer.Summary($"Executes the tasks of <see cref=\"{contract.SchedulerType}\"/> in this process.");
        foreach (string platform in actuator.Platforms)
        {
            writer.Line($"[{platform}]");
        }

        using (writer.Block($"{implementation.Accessibility}static class {implementation.ClassName}"))
        {
            EmitDefinition(writer, actuator, contract);
            EmitCreate(writer, actuator, contract);
            ActuatorEmitter.Emit(writer, actuator);
        }
    }

    private static void EmitDefinition(CodeWriter writer, ActuatorModel actuator, ContractModel contract)
    {
        writer.Summary("The kind of task, with its actuator.");
        RequirementEmitter.Emit(writer, actuator.Requirements);
        writer.Line($"public static {Names.Definition(actuator.PayloadType, actuator.ResultType)} CreateDefinition() =>");
        using (writer.Indent())
        {
            writer.Line($"{contract.SchedulerType}.CreateDefinition().WithActuator(");
            using (writer.Indent())
            {
                ActuatorEmitter.EmitFactory(writer, "", actuator, ",");
                bool listsServices = ServiceListEmitter.IsNeeded(actuator);
                writer.Line($"needsServices: {(ArgumentEmitter.NeedsServices(actuator) ? "true" : "false")}{(listsServices ? "," : ");")}");
                if (listsServices)
                {
                    ServiceListEmitter.Emit(writer, "services:", actuator, ");");
                }
            }
        }

        writer.Line();
    }

    private static void EmitCreate(CodeWriter writer, ActuatorModel actuator, ContractModel contract)
    {
        string setup = Names.Setup(actuator.PayloadType, actuator.ResultType);
        writer.Summary("Makes and starts a scheduler without a host. Dispose it to stop it.");
        writer.Line("/// <param name=\"configure\">Changes options, container, actuator or persister.</param>");
        RequirementEmitter.Emit(writer, actuator.Requirements);
        writer.Line($"public static {contract.SchedulerType} Create(");
        using (writer.Indent())
        {
            writer.Line($"global::System.Action<{setup}>? configure = null)");
        }

        using (writer.Braces())
        {
            writer.Line($"var setup = new {setup}(CreateDefinition());");
            writer.Line("configure?.Invoke(setup);");
            writer.Line($"var scheduler = new {contract.SchedulerType}(setup);");
            writer.Line("scheduler.Start();");
            writer.Line("return scheduler;");
        }
    }
}
