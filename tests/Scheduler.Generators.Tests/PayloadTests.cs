using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests;

public class PayloadTests
{
    [Fact]
    public void A_record_is_executed_by_its_actuator_method() => GeneratorTest.Verify(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace MyApp.Images
        {
            [ScheduledTask("images.resize", MaxAttempts = 3, Backoff = Backoff.Fixed, RetryDelay = "00:00:10")]
            public sealed record ResizeTask(string Path, int Width = 800)
            {
                public required int? Height { get; init; }
                public string Title => Path;
            }
        }

        namespace MyApp.Work
        {
            using MyApp.Images;

            public class Resizer
            {
                [Actuator]
                public Task<long> Resize(ResizeTask task, CancellationToken cancellationToken) => Task.FromResult(1L);
            }
        }
        """,
        snapshot: "Record");
}
