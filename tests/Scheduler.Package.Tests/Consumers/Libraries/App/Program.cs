using GeneratedScheduler;
using Library;
using Microsoft.Extensions.DependencyInjection;

// Tasks of its own, with the same names of methods and types, beside those of the library.
var services = new ServiceCollection();
services.AddScheduler(scheduler => scheduler.AddAppTasks().AddLibraryTasks());
await using ServiceProvider provider = services.BuildServiceProvider();

await using var library = Library.SumScheduler.Create();
await using var own = App.SumScheduler.Create();
Console.WriteLine(await (await library.EnqueueAsync(1, 2)).Completion);
Console.WriteLine(await (await own.EnqueueAsync(3, 4)).Completion);
Console.WriteLine(provider.GetRequiredService<Library.SumScheduler>().Name);
Console.WriteLine(provider.GetRequiredService<App.SumScheduler>().Name);

namespace App
{
    public static class Adder
    {
        [ScheduledTask]
        public static int Sum(int a, int b) => a + b;
    }
}
