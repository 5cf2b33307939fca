using Microsoft.Extensions.Configuration;

namespace HostedAdd;

/// <summary>A service of the application: where the work is done, at the pace that the configuration says.</summary>
public sealed class Workshop(IConfiguration configuration)
{
    private readonly TimeSpan _step = TimeSpan.FromMilliseconds(
        int.TryParse(configuration["Workshop:StepMilliseconds"], out int milliseconds) ? milliseconds : 100);

    /// <summary>Does one step, which fails now and then.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_step, TimeProvider.System, cancellationToken);
        if (Random.Shared.Next(25) == 0)
        {
            throw new InvalidOperationException("A tool broke.");
        }
    }
}
