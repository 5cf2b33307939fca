using GeneratedScheduler.Reliability;
using GeneratedScheduler.Reliability.Workers;

// One program, two roles: the harness starts workers from the same executable, so that both are the same build, also as a native binary.
return args switch
{
    ["run", .. string[] rest] => await Harness.RunAsync(HarnessOptions.Parse(Arguments.Parse(rest))),
    ["clock", .. string[] rest] => await ClockTrial.RunAsync(Arguments.Parse(rest)),
    ["worker", .. string[] rest] => await WorkerProgram.RunAsync(WorkerOptions.Parse(Arguments.Parse(rest))),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(HarnessOptions.Usage);
    return 2;
}
