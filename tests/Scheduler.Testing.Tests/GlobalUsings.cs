global using GeneratedScheduler.Containers;
global using Claimed = GeneratedScheduler.Containers.ClaimedTask<GeneratedScheduler.Testing.ProbeTask>;
global using ContainerModel = GeneratedScheduler.Testing.ContainerModel<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using ModelTask = GeneratedScheduler.Testing.ModelTask<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using Move = GeneratedScheduler.Containers.TaskTransition<GeneratedScheduler.Testing.ProbeResult>;
global using ProbeContainer = GeneratedScheduler.Containers.ITaskContainer<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using ProbeRecord = GeneratedScheduler.TaskRecord<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
