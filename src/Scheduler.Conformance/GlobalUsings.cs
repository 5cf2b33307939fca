// The suite and the model speak of one container of one kind of task; these names keep their lines short.
global using Claimed = GeneratedScheduler.Storage.ClaimedTask<GeneratedScheduler.Conformance.ProbeTask>;
global using ContainerModel = GeneratedScheduler.Conformance.ContainerModel<GeneratedScheduler.Conformance.ProbeTask, GeneratedScheduler.Conformance.ProbeResult>;
global using ModelTask = GeneratedScheduler.Conformance.ModelTask<GeneratedScheduler.Conformance.ProbeTask, GeneratedScheduler.Conformance.ProbeResult>;
global using Move = GeneratedScheduler.Storage.TaskTransition<GeneratedScheduler.Conformance.ProbeResult>;
global using ProbeContainer = GeneratedScheduler.Storage.ITaskContainer<GeneratedScheduler.Conformance.ProbeTask, GeneratedScheduler.Conformance.ProbeResult>;
global using ProbeRecord = GeneratedScheduler.TaskRecord<GeneratedScheduler.Conformance.ProbeTask, GeneratedScheduler.Conformance.ProbeResult>;
