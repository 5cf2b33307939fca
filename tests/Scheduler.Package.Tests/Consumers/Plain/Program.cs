using System;
using System.Threading.Tasks;
using GeneratedScheduler;

class Program
{
    static async Task Main()
    {
        await using var says = SayScheduler.Create();
        Console.WriteLine(await (await says.EnqueueAsync("nothing set")).Completion);
        Console.WriteLine(await (await says.EnqueueAsync(null)).Completion ?? "null");
    }

    [ScheduledTask]
    internal static string Say(string text) => text;
}
