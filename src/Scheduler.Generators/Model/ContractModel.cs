namespace GeneratedScheduler.Generators.Model;

/// <summary>A task whose payload and scheduler a referenced assembly declares, as the actuator in this compilation sees it.</summary>
/// <param name="SchedulerType">The scheduler of the reference, as a <c>global::</c> name.</param>
/// <param name="ResultType">What the payload declares that a run returns.</param>
/// <param name="Namespace">Where the class that joins both is emitted; empty for the global namespace.</param>
/// <param name="ClassName">The simple name of that class, unless another task has it too.</param>
/// <param name="Assembly">The name of the assembly that declares it.</param>
/// <param name="HasMappers">Whether the tasks of that assembly can be stored in databases.</param>
/// <param name="IsPublic">Whether that class can be public; internal otherwise.</param>
internal sealed record ContractModel(
    string SchedulerType, string ResultType, string Namespace, string ClassName, string Assembly, bool HasMappers, bool IsPublic);

/// <summary>An actuator of a referenced task with everything that its file needs.</summary>
/// <param name="Actuator">The actuator; its <see cref="ActuatorModel.Contract"/> is set.</param>
/// <param name="ClassName">The simple name of the emitted class.</param>
/// <param name="HintName">The emitted file's name.</param>
/// <param name="Accessibility">What stands in front of the class.</param>
internal sealed record ImplementationModel(ActuatorModel Actuator, string ClassName, string HintName, string Accessibility);
