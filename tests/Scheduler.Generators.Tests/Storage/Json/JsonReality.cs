using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Generators.Tests.Storage.Json;

/// <summary>Sends a value through a generated context and looks at what comes back. Called by the program that the test compiles.</summary>
public static class JsonReality
{
    /// <returns>Nothing if it comes back as it was; else what happened.</returns>
    public static string? Try<T>(JsonSerializerContext context, T value)
    {
        string json;
        try
        {
            json = JsonSerializer.Serialize(value, TypeOf<T>(context));
        }
        catch (Exception exception)
        {
            return "refused: " + exception.Message;
        }

        try
        {
            T? back = JsonSerializer.Deserialize(json, TypeOf<T>(context));
            return Same(value, back, depth: 0) ? null : "lost, by way of " + json;
        }
        catch (Exception exception)
        {
            return $"unreadable from {json}: {exception.Message}";
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>(JsonSerializerContext context) =>
        context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new NotSupportedException("The context does not know it.");

    private static bool Same(object? a, object? b, int depth)
    {
        if (a is null || b is null || depth > 12)
        {
            return ReferenceEquals(a, b) || depth > 12;
        }

        return (a, b) switch
        {
            (double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
            (DateTime x, DateTime y) => x == y && x.Kind == y.Kind,
            (string, _) or (Uri, _) or (Version, _) => a.Equals(b),
            (JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y),
            (JsonDocument x, JsonDocument y) => JsonElement.DeepEquals(x.RootElement, y.RootElement),
            (JsonNode x, JsonNode y) => JsonNode.DeepEquals(x, y),
            (Memory<byte> x, Memory<byte> y) => x.Span.SequenceEqual(y.Span),
            (ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span),
            (Memory<int> x, Memory<int> y) => x.Span.SequenceEqual(y.Span),
            (ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span),
            (IEnumerable x, IEnumerable y) => SameItems(x, y, depth) && (!IsOfProgram(a) || (a.GetType() == b.GetType() && SameFields(a, b, depth))),
            _ when a.GetType() != b.GetType() => false,
            _ when a.GetType().IsPrimitive || a is Enum or decimal => a.Equals(b),
            _ when !IsOfProgram(a) && HasEquals(a) => a.Equals(b),
            _ => SameFields(a, b, depth),
        };
    }

    private static bool SameItems(IEnumerable a, IEnumerable b, int depth)
    {
        object?[] first = [.. a.Cast<object?>()];
        object?[] second = [.. b.Cast<object?>()];
        if (IsUnordered(a))
        {
            first = [.. first.OrderBy(item => item?.ToString(), StringComparer.Ordinal)];
            second = [.. second.OrderBy(item => item?.ToString(), StringComparer.Ordinal)];
        }

        return first.Length == second.Length && first.Zip(second).All(pair => Same(pair.First, pair.Second, depth + 1));
    }

    private static bool IsUnordered(IEnumerable items) => items.GetType().GetInterfaces()
        .Any(contract => contract.Name is "ISet`1" or "IDictionary`2" or "IReadOnlyDictionary`2" or "IReadOnlySet`1");

    private static bool SameFields(object a, object b, int depth)
    {
        for (Type? type = a.GetType(); type is not null && (type == a.GetType() || IsOfProgram(type) || a is not IEnumerable); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!Same(field.GetValue(a), field.GetValue(b), depth + 1))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsOfProgram(object value) => IsOfProgram(value.GetType());

    private static bool IsOfProgram(Type type) => type.Assembly.GetName().Name is "MyApp" or "Contracts";

    private static bool HasEquals(object value) => value.GetType().GetMethod("Equals", [typeof(object)])!.DeclaringType is { } owner && owner != typeof(object) && owner != typeof(ValueType);
}
