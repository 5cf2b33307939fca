using GeneratedScheduler.Benchmarks.CommandLine;

return await BenchmarkCommand.RunAsync(args);
