using System.Globalization;
using GeneratedScheduler;

namespace Add;

/// <summary>What the command line asks for.</summary>
internal readonly record struct Arguments(StatusUpdates Mode, int Count)
{
    private const int DefaultCount = 200;

    public static bool TryParse(string[] args, out Arguments arguments)
    {
        StatusUpdates? mode = args.ElementAtOrDefault(0)?.ToLowerInvariant() switch
        {
            null or "both" => StatusUpdates.Both,
            "polling" => StatusUpdates.Polling,
            "callback" => StatusUpdates.Callback,
            _ => null,
        };
        int count = DefaultCount;
        bool isCount = args.Length < 2 || int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out count);
        arguments = new Arguments(mode.GetValueOrDefault(), count);
        return mode is not null && isCount && count is >= 1 and <= 100_000 && args.Length <= 2;
    }
}
