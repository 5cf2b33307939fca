using GeneratedScheduler;
using GeneratedScheduler.Runs;

public class Mailer
{
    [ScheduledTask(MaxAttempts = 0)]
    public async void Send(string to)
    {
        await Task.Yield();
        Console.WriteLine(to);
    }
}

public class Worker(SendScheduler mails)
{
    public async Task RunAsync() => await mails.EnqueueAsync("somebody");
}
