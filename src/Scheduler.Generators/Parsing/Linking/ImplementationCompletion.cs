using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Joins actuators with the tasks of referenced assemblies that they execute.</summary>
internal static class ImplementationCompletion
{
    /// <summary>One for each referenced task that has just one actuator here, in the order of <paramref name="actuators"/>.</summary>
    public static EquatableArray<ImplementationModel> Complete(
        EquatableArray<ActuatorModel> actuators, TaskSetModel taskSet, GeneratorOptions options)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var implementations = new List<ImplementationModel>();
        foreach (ActuatorModel actuator in actuators)
        {
            if (actuator.Contract is { } contract
                && contract.ResultType == actuator.ResultType
                && TaskCompletion.FindActuators(actuator.PayloadType, actuators).Count == 1
                && ServiceResolution.Resolve(actuator, contract.Namespace, taskSet.EmittedTypes) is { } resolved)
            {
                // Payloads of two references may have one name.
                string prefix = contract.Namespace.Length == 0 ? "" : contract.Namespace.Replace("@", "") + ".";
                string name = Naming.StepAside(prefix + contract.ClassName, taken).Substring(prefix.Length);
                taken.Add(prefix + name);
                implementations.Add(new ImplementationModel(
                    resolved with { Storage = null },
                    name,
                    Naming.ImplementationHintName(prefix + name),
                    contract.IsPublic && !options.IsInternal ? "public " : "internal "));
            }
        }

        return implementations.ToEquatableArray();
    }

    public static RegistrationModel ToRegistration(ImplementationModel implementation)
    {
        ContractModel contract = implementation.Actuator.Contract!;
        return new RegistrationModel(
            contract.SchedulerType,
            implementation.Actuator.PayloadType,
            implementation.Actuator.ResultType,
            TypeNames.Emitted(contract.Namespace, implementation.ClassName),
            implementation.Actuator.Requirements);
    }
}
