namespace GeneratedScheduler;

/// <summary>Where work really runs, as the actuator named it.</summary>
/// <param name="value">What the actuator needs to find the work again.</param>
/// <param name="startToken">The token of the claim under which it was started.</param>
public sealed class TaskRunHandle(string value, long startToken)
{
    /// <summary>A container id, a job number, a URL: whatever the actuator needs to find the work again.</summary>
    public string Value => value;

    /// <summary>The token of the claim under which it was started; its callbacks carry it.</summary>
    public long StartToken => startToken;

    /// <summary>Whether both name the same work of the same start.</summary>
    public override bool Equals(object? obj) => obj is TaskRunHandle other && Value == other.Value && StartToken == other.StartToken;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, StartToken);
}
