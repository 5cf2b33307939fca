using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Test fixtures and desktop programs dispose their services without awaiting.</summary>
public sealed class SynchronousDisposalTests
{
    [Fact]
    public void A_service_provider_with_schedulers_can_be_disposed_without_awaiting()
    {
        ServiceProvider services = new ServiceCollection().AddScheduler(static scheduler => scheduler.AddAlpha()).BuildServiceProvider();
        IScheduler[] schedulers = [.. services.GetServices<IScheduler>()];
        Assert.NotEmpty(schedulers);
        Array.ForEach(schedulers, static scheduler => scheduler.Start());
        services.Dispose();
        Assert.All(schedulers, static scheduler => Assert.Equal(SchedulerState.Closed, scheduler.GetStatus().State));
    }
}
