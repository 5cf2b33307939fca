global using ProbeContainer = GeneratedScheduler.Storage.ITaskContainer<GeneratedScheduler.Conformance.ProbeTask, GeneratedScheduler.Conformance.ProbeResult>;
