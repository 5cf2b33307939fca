await using var sums = Library.SumScheduler.Create();
Console.WriteLine(await (await sums.EnqueueAsync(20, 22)).Completion);
