namespace GeneratedScheduler;

/// <summary>Where work really runs, as the actuator named it.</summary>
/// <param name="Value">A container id, a job number, a URL: whatever the actuator needs to find the work again.</param>
/// <param name="StartToken">The token of the claim under which it was started; its callbacks carry it.</param>
public sealed record TaskRunHandle(string Value, long StartToken);
