namespace GeneratedScheduler.Testing.Tests.Examples;

public interface IMailServer
{
    Task SendAsync(string to, string subject, CancellationToken cancellationToken);
}

public sealed class Mails(IMailServer server)
{
    [ScheduledTask("mails.send", MaxAttempts = 3, Backoff = Backoff.Fixed, RetryDelay = "00:10:00")]
    public async Task<string> SendAsync(string to, string subject, TaskContext context, CancellationToken cancellationToken)
    {
        context.ReportProgress(0.5, "connected");
        await server.SendAsync(to, subject, cancellationToken);
        return $"sent in attempt {context.Attempt}";
    }
}

public sealed class Checkout(SendScheduler mails)
{
    public async Task PayAsync(int order, string customer)
    {
        await mails.EnqueueAsync(customer, $"Order {order} is paid");
        await mails.EnqueueAsync(customer, "How did you like it?", new EnqueueOptions { Delay = TimeSpan.FromDays(7) });
    }
}

/// <summary>Fails as often as it is told.</summary>
public sealed class FlakyMailServer(int failures = 0) : IMailServer
{
    private int _left = failures;

    public List<string> Sent { get; } = [];

    public Task SendAsync(string to, string subject, CancellationToken cancellationToken)
    {
        if (_left-- > 0)
        {
            throw new IOException("The server is busy.");
        }

        Sent.Add($"{to}: {subject}");
        return Task.CompletedTask;
    }
}
