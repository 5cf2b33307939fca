using System.Threading.Channels;
using System.Threading.RateLimiting;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A limiter whose every answer the test gives.</summary>
internal sealed class SignallingLimiter : RateLimiter
{
    private readonly Channel<PermitRequest> _requests = Channel.CreateUnbounded<PermitRequest>();

    public bool IsDisposed { get; private set; }

    public override TimeSpan? IdleDuration => null;

    public Task<PermitRequest> NextRequestAsync() =>
        _requests.Reader.ReadAsync(CancellationToken.None).Soon("the scheduler to ask for a permit");

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        PermitRequest request = new();
        _requests.Writer.TryWrite(request);
        return new ValueTask<RateLimitLease>(request.AnsweredAsync(cancellationToken));
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}

/// <summary>One question for a permit. Each answer returns when the scheduler has done all that it does at once about it.</summary>
internal sealed class PermitRequest
{
    // Its continuations run inside the answer: that is what makes the answers return so late.
    private readonly TaskCompletionSource<RateLimitLease> _answer = new();

    public Task GrantAsync() => Task.Run(() => _answer.TrySetResult(new Answer(isAcquired: true))).Soon();

    public Task RefuseAsync() => Task.Run(() => _answer.TrySetResult(new Answer(isAcquired: false))).Soon();

    public Task FailAsync(Exception exception) => Task.Run(() => _answer.TrySetException(exception)).Soon();

    public Task<RateLimitLease> AnsweredAsync(CancellationToken cancellationToken) => _answer.Task.WaitAsync(cancellationToken);

    private sealed class Answer(bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = TimeSpan.FromTicks(1);
            return metadataName == MetadataName.RetryAfter.Name;
        }
    }
}
