using System.Diagnostics;
using GeneratedScheduler.AotTests;

// Runs as a native binary, without reflection: every kind of definition, a host with configuration, helpers for tests, and the conformance suite
// over every container. Ends with a line "N passed, N failed".
NativeTestRun run = new();

await run.CheckAsync("first task", DefinitionTests.StaticMethodAsync);
TimeSpan sinceStart = TimeProvider.System.GetLocalNow() - Process.GetCurrentProcess().StartTime;
Console.WriteLine($"first task: done {sinceStart.TotalMilliseconds:0} ms after the process began");

await DefinitionTests.RunAsync(run);
await StorageTests.RunAsync(run);
await OutputTests.RunAsync(run);
await HostingTests.RunAsync(run);
await TestingTests.RunAsync(run);
await ConformanceTests.RunAsync(run);
return run.Summarize();
