using GeneratedScheduler.CodeFixes.Storage;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Storage;

public class JsonContextTests
{
    [Fact]
    public Task All_types_go_to_the_context_that_there_is() => VerifyAsync(
        """
        [assembly: TaskJsonContext(typeof(MyJson))]

        // Kept.
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<string>))]
        internal sealed partial class MyJson : System.Text.Json.Serialization.JsonSerializerContext;

        public record Address(string Street);

        public static class Work
        {
            [ScheduledTask] public static List<int> {|GS0040:Run|}(List<string> a, Address? {|GS0040:b|}, Address[] {|GS0040:c|}) => [];
            [ScheduledTask] public static Task<(int, Address)> {|GS0040:Walk|}(Address {|GS0040:a|}) => null!;
        }
        """,
        """
        [assembly: TaskJsonContext(typeof(MyJson))]

        // Kept.
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<string>))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<int>))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Address))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Address[]))]
        internal sealed partial class MyJson : System.Text.Json.Serialization.JsonSerializerContext;

        public record Address(string Street);

        public static class Work
        {
            [ScheduledTask] public static List<int> Run(List<string> a, Address? b, Address[] c) => [];
            [ScheduledTask] public static Task<(int, Address)> Walk(Address a) => null!;
        }
        """);

    [Fact]
    public Task A_context_is_written_if_there_is_none() => VerifyAsync(
        """
        public static class Work
        {
            [ScheduledTask] public static void Run(List<string> {|GS0040:a|}) { }
        }
        """,
        """
        [assembly: TaskJsonContext(typeof(TaskJson))]

        public static class Work
        {
            [ScheduledTask] public static void Run(List<string> a) { }
        }

        [System.Text.Json.Serialization.JsonSerializable(typeof(List<string>))]
        internal sealed partial class TaskJson : System.Text.Json.Serialization.JsonSerializerContext;

        """);

    [Fact]
    public Task A_context_is_written_into_the_namespace_of_the_file() => VerifyAsync(
        """
        namespace MyApp.Tasks;

        public class TaskJson;

        [ScheduledTask]
        public class Payload
        {
            public List<string> {|GS0040:Names|} { get; set; } = [];

            [Actuator] public static Dictionary<string, int>? {|GS0040:Run|}(Payload payload) => null;
        }
        """,
        """
        [assembly: TaskJsonContext(typeof(MyApp.Tasks.TaskJson2))]

        namespace MyApp.Tasks;

        public class TaskJson;

        [ScheduledTask]
        public class Payload
        {
            public List<string> Names { get; set; } = [];

            [Actuator] public static Dictionary<string, int>? Run(Payload payload) => null;
        }

        [System.Text.Json.Serialization.JsonSerializable(typeof(List<string>))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, int>))]
        internal sealed partial class TaskJson2 : System.Text.Json.Serialization.JsonSerializerContext;

        """);

    [Fact]
    public Task A_context_that_is_none_is_left_alone()
    {
        const string Source = """
            [assembly: TaskJsonContext(typeof(MyJson))]

            internal class MyJson;

            public static class Work
            {
                [ScheduledTask] public static void Run(List<string> {|GS0040:a|}) { }
            }
            """;
        return VerifyAsync(Source, Source);
    }

    // GS0044 is reported in its place; a context would only make the loss silent.
    [Fact]
    public Task What_would_not_come_back_is_not_added() => VerifyAsync(
        """
        [assembly: TaskJsonContext(typeof(MyJson))]

        [System.Text.Json.Serialization.JsonSerializable(typeof(string))]
        internal sealed partial class MyJson : System.Text.Json.Serialization.JsonSerializerContext;

        public static class Work
        {
            [ScheduledTask] public static void Run(System.Numerics.BigInteger {|GS0044:a|}, List<int> {|GS0040:b|}) { }
            [ScheduledTask] public static Task<(List<string>, Range)> {|GS0040:{|GS0044:Walk|}|}() => null!;
        }
        """,
        """
        [assembly: TaskJsonContext(typeof(MyJson))]

        [System.Text.Json.Serialization.JsonSerializable(typeof(string))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<int>))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<string>))]
        internal sealed partial class MyJson : System.Text.Json.Serialization.JsonSerializerContext;

        public static class Work
        {
            [ScheduledTask] public static void Run(System.Numerics.BigInteger {|GS0044:a|}, List<int> b) { }
            [ScheduledTask] public static Task<(List<string>, Range)> {|GS0044:Walk|}() => null!;
        }
        """);

    private static Task VerifyAsync(string source, string expected) => CodeFixTest.VerifyStoredAsync<JsonContextCodeFix>(source, expected);
}
