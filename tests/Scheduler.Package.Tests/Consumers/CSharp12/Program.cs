namespace CSharp12
{
    internal static class Program
    {
        private static async System.Threading.Tasks.Task Main()
        {
            await using var counts = CountScheduler.Create();
            var many = await counts.EnqueueManyAsync(new[] { new CountTask(1, 2, 3), new CountTask() });
            foreach (var one in many)
            {
                System.Console.WriteLine(await one.Completion);
            }
        }
    }

    internal static class Work
    {
        [GeneratedScheduler.ScheduledTask]
        internal static int Count(params int[] numbers) => numbers.Length;
    }
}
