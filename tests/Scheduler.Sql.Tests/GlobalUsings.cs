global using ProbeContainer = GeneratedScheduler.Storage.ITaskContainer<GeneratedScheduler.Testing.ProbeTask, GeneratedScheduler.Testing.ProbeResult>;
