// The suite and the model speak of one container of one kind of task; these names keep their lines short.
global using Claimed = GeneratedScheduler.Storage.ClaimedTask<GeneratedScheduler.Testing.ProbeTask>;
global using ContainerModel = GeneratedScheduler.Testing.ContainerModel<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using ModelTask = GeneratedScheduler.Testing.ModelTask<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using Move = GeneratedScheduler.Storage.TaskTransition<GeneratedScheduler.Testing.ProbeResult>;
global using ProbeContainer = GeneratedScheduler.Storage.ITaskContainer<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using ProbeRecord = GeneratedScheduler.TaskRecord<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
global using ReservingContainer = GeneratedScheduler.Storage.IReservingTaskContainer<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
