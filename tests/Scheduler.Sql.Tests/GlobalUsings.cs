global using ProbeContainer = GeneratedScheduler.Containers.ITaskContainer<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
