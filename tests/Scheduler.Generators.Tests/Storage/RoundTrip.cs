using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using System.Text.Json;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Sends tasks and results through what was emitted, and compares what comes back. Called by the programs that tests compile.</summary>
public static class RoundTrip
{
    /// <summary>One value as a member of a payload, and as a result, through columns and JSON.</summary>
    public static void Check<TTask, TValue>(TaskDefinition<TTask, TValue> definition, TTask task, Func<TTask, TValue> get, TValue value)
    {
        Same(value, get(ThroughColumns(definition, task)), "payload in columns");
        Same(value, get(ThroughJson(definition, task)), "payload in JSON: " + ToJson(definition, task));
        CheckResult(definition, value);
    }

    public static void CheckResult<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TResult? result)
    {
        Same(result, ResultThroughColumns(definition, result), "result in columns");
        Same(result, ResultThroughJson(definition, result), "result in JSON");
    }

    public static TTask ThroughColumns<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TTask task)
    {
        var row = new Row();
        definition.Mapper!.WriteTask(task, row.Writer());
        Assert.Equal(definition.Mapper.TaskColumns.Length, row.Values.Count);
        foreach ((TaskColumn column, (ColumnKind kind, object? value)) in definition.Mapper.TaskColumns.Zip(row.Values))
        {
            Assert.True(value is null || kind == column.Kind, $"{column.Name} is {column.Kind}, but {kind} was written.");
        }

        return definition.Mapper.ReadTask(row.Reader());
    }

    public static TTask ThroughJson<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TTask task) =>
        FromJson(definition, ToJson(definition, task));

    public static string ToJson<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TTask task) =>
        Json(writer => definition.Codec!.WriteTask(writer, task));

    public static TTask FromJson<TTask, TResult>(TaskDefinition<TTask, TResult> definition, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        TTask task = definition.Codec!.ReadTask(ref reader);
        Assert.False(reader.Read());
        return task;
    }

    /// <summary>A row in which every column is empty.</summary>
    public static TTask FromNothing<TTask, TResult>(TaskDefinition<TTask, TResult> definition)
    {
        var row = new Row();
        row.Values.AddRange(Enumerable.Repeat<(ColumnKind, object?)>((default, null), definition.Mapper!.TaskColumns.Length));
        return definition.Mapper.ReadTask(row.Reader());
    }

    public static TResult? ResultThroughColumns<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TResult? result)
    {
        var row = new Row();
        definition.Mapper!.WriteResult(result, row.Writer());
        Assert.Equal(definition.Mapper.ResultColumns.Length, row.Values.Count);
        return definition.Mapper.ReadResult(row.Reader());
    }

    public static TResult? ResultThroughJson<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TResult? result)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Json(writer => definition.Codec!.WriteResult(writer, result))));
        TResult? read = definition.Codec!.ReadResult(ref reader);
        Assert.False(reader.Read());
        return read;
    }

    public static void Same(object? expected, object? actual, string where) =>
        Assert.True(Text(expected) == Text(actual), $"{where}: {Text(expected)} came back as {Text(actual)}.");

    public static string Unreadable(Action action) => Assert.Throws<UnreadableMemberException>(action).Member;

    public static string Invalid(Action action) => Assert.Throws<InvalidTaskException>(action).Member;

    /// <summary>An object of a type that derives from another one, and that no compiler has seen.</summary>
    public static object Derive(Type type) => Activator.CreateInstance(
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Derived"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Derived")
            .DefineType("DerivedOf" + type.Name, TypeAttributes.Public | TypeAttributes.Class, type)
            .CreateType())!;

    // What Equals would not tell apart: kinds, offsets, digits, and the items of collections.
    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => '"' + string.Concat(text.Select(c => ((int)c).ToString("x4", CultureInfo.InvariantCulture))) + '"',
        DateTime moment => moment.Kind + moment.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        decimal number => string.Join(",", decimal.GetBits(number)),
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture),
        float number => BitConverter.SingleToInt32Bits(number).ToString("x", CultureInfo.InvariantCulture),
        Enum number => number.ToString("D"),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(",", items.Cast<object?>().Select(Text)) + "]",
        _ => value.ToString()!,
    };

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
