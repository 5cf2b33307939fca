using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests;

public class ModelTests
{
    private const string Source = """
        using GeneratedScheduler;
        public static class A { [ScheduledTask] public static int Run(int a) => a; [Actuator] public static void Do(P p) { } }
        [ScheduledTask] public class P { public int X { get; set; } }
        """;

    [Fact]
    public void No_model_holds_anything_of_the_compiler()
    {
        Type[] models = [.. typeof(TaskModel).Assembly.GetTypes().Where(type => type.Namespace == typeof(TaskModel).Namespace)];

        Assert.Contains(typeof(CompleteTask), models);
        Assert.All(models.Where(type => !type.IsGenericType), type => Assert.All(FieldTypes(type), field => Assert.True(IsPlain(field), $"{type} holds {field}.")));
    }

    [Fact]
    public void Models_are_sealed_and_compare_by_value()
    {
        IEnumerable<Type> models = typeof(TaskModel).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(TaskModel).Namespace && type is { IsClass: true, IsNested: false })
            .Where(type => !(type.IsAbstract && type.IsSealed));

        Assert.All(models, type =>
        {
            Assert.True(type.IsSealed, type + " is not sealed.");
            Assert.Contains(typeof(IEquatable<>).MakeGenericType(type), type.GetInterfaces());
        });
    }

    [Fact]
    public void Arrays_equal_others_with_equal_items()
    {
        EquatableArray<string> one = new[] { "a", "b" }.ToEquatableArray();

        Assert.Equal(new[] { "a", "b" }.ToEquatableArray(), one);
        Assert.Equal(new[] { "a", "b" }.ToEquatableArray().GetHashCode(), one.GetHashCode());
        Assert.NotEqual(new[] { "b", "a" }.ToEquatableArray(), one);
        Assert.NotEqual(new[] { "a" }.ToEquatableArray(), one);
        Assert.Equal(default, EquatableArray<string>.Empty);
        Assert.Equal(EquatableArray<string>.Empty.GetHashCode(), default(EquatableArray<string>).GetHashCode());
    }

    [Fact]
    public void An_old_compilation_is_let_go()
    {
        (GeneratorRun run, WeakReference old) = RunTwice();

        // The garbage collector may need a second look at what was just in use.
        for (int i = 0; i < 10 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive, "The pipeline keeps hold of the compilation of an earlier run.");
        Assert.Equal(3, run.Files.Count);
    }

    // Not inlined, so that no local of this test keeps the first run alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorRun Run, WeakReference Old) RunTwice()
    {
        CSharpCompilation first = TestCompilation.Create([Source]);
        GeneratorRun run = GeneratorRun.Start(first);

        // Trees of its own: a tree belongs to no compilation, but what is cached for it must not either.
        return (run.Continue(TestCompilation.Create([Source, "public class B { }"])), new WeakReference(first));
    }

    private static IEnumerable<Type> FieldTypes(Type type) => type
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .SelectMany(field => Parts(field.FieldType));

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType
        ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];

    private static bool IsPlain(Type type) =>
        type.IsEnum
        || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
        || type == typeof(Nullable<>) || type == typeof(EquatableArray<>) || type == typeof(ImmutableArray<>)
        || (type.Namespace == typeof(TaskModel).Namespace && type.IsSealed);
}
