using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Storage;

/// <summary>What must be true of a member's value before it is stored. Called by emitted mappers and codecs.</summary>
public static class StoredMember
{
    /// <summary>Hands on a value that must not be <see langword="null"/>: stored as nothing, it could never be read again.</summary>
    /// <param name="value">The value.</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <param name="member">The member as declared, for the message.</param>
    /// <exception cref="InvalidTaskException">It is <see langword="null"/>.</exception>
    public static T Required<T>(T? value, string task, string member)
        where T : class => value ?? throw new InvalidTaskException(task, member, "is null, although its type does not allow that.");

    /// <summary>Hands on a text that must not be longer than its column.</summary>
    /// <param name="value">The text.</param>
    /// <param name="length">The most characters (UTF-16 code units).</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <param name="member">The member as declared, for the message.</param>
    /// <exception cref="InvalidTaskException">It is longer.</exception>
    public static string? Limited(string? value, int length, string task, string member) => value is null || value.Length <= length
        ? value
        : throw new InvalidTaskException(task, member, $"has {value.Length} characters; its column holds {length}.");

    /// <summary>Hands on bytes that must not be more than their column holds.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="length">How many are allowed.</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <param name="member">The member as declared, for the message.</param>
    /// <exception cref="InvalidTaskException">They are more.</exception>
    public static byte[]? Limited(byte[]? value, int length, string task, string member) => value is null || value.Length <= length
        ? value
        : throw new InvalidTaskException(task, member, $"has {value.Length} bytes; its column holds {length}.");

    /// <summary>Hands on an object that must not be of a derived type: it would come back as one of <typeparamref name="T"/>.</summary>
    /// <param name="value">The object.</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <param name="member">The member as declared, for the message.</param>
    /// <exception cref="InvalidTaskException">It is of a derived type.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static T? Exact<T>(T? value, string task, string member)
        where T : class => value is null || value.GetType() == typeof(T) ? value : throw Derived(value, task, member);

    /// <summary>The error for an object of a type derived from the one that is stored.</summary>
    /// <param name="value">The object.</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <param name="member">The member as declared, for the message.</param>
    public static InvalidTaskException Derived(object value, string task, string member)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new InvalidTaskException(
            task, member, $"is of the derived type {value.GetType()}, and would come back from the store as its base type; use exactly the declared type, or list derived types by [JsonDerivedType] in a member that is stored as JSON.");
    }

    /// <summary>How the application's context serialises a type.</summary>
    /// <param name="context">The context that <see cref="TaskJsonContextAttribute"/> names.</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <exception cref="SchedulerConfigurationException">The context does not know the type.</exception>
    public static JsonTypeInfo<T> Json<T>(JsonSerializerContext context, string task)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
            ?? throw new SchedulerConfigurationException(task, [$"{context.GetType()} does not know {typeof(T)}; add [JsonSerializable(typeof(…))] to it."]);
    }
}
