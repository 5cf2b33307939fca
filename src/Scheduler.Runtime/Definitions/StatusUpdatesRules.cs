namespace GeneratedScheduler.Scheduling;

/// <summary>Which ways of learning about running work go with which actuators.</summary>
internal static class StatusUpdatesRules
{
    public static StatusUpdates Default(bool isFunction, bool hasCallbacks) =>
        isFunction || hasCallbacks ? StatusUpdates.Both : StatusUpdates.Polling;
}
