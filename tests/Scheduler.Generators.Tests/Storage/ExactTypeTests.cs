namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>An object of a derived type is refused where it would come back as its base.</summary>
public class ExactTypeTests
{
    private const string Declarations = """
        [assembly: TaskJsonContext(typeof(MyJson))]
        [JsonSerializable(typeof(Line))]
        [JsonSerializable(typeof(List<int>))]
        [JsonSerializable(typeof(Shape))]
        internal sealed partial class MyJson : JsonSerializerContext;

        public class Line { public int Count { get; set; } }
        [JsonDerivedType(typeof(Shape), "shape"), JsonDerivedType(typeof(Circle), "circle")] public record Shape(int Id);
        public sealed record Circle(int Id, int Radius) : Shape(Id);

        [ScheduledTask] public class Order { public int Id { get; set; } }
        public sealed class Rush : Order { public int Hours { get; set; } }
        public record Receipt(int Total);
        public record Signed(int Total, string By) : Receipt(Total);

        public static class Work
        {
            [Actuator] public static Receipt? Run(Order task) => null;
            [ScheduledTask] public static List<int>? Pack(Line line, List<int>? numbers = null) => null;
            [ScheduledTask] public static void Draw(Shape shape) { }
        }

        """;

    [Fact]
    public void A_derived_payload_or_result_is_refused() => StoredProgram.Run(
        Declarations,
        """
        var definition = OrderScheduler.CreateDefinition();
        RoundTrip.Same(3, RoundTrip.ThroughColumns(definition, new Order { Id = 3 }).Id, "columns");
        RoundTrip.Same(3, RoundTrip.ThroughJson(definition, new Order { Id = 3 }).Id, "JSON");
        RoundTrip.CheckResult(definition, new Receipt(4));
        RoundTrip.CheckResult(definition, null);
        RoundTrip.Same("task", RoundTrip.Invalid(() => RoundTrip.ThroughColumns(definition, new Rush { Id = 3, Hours = 2 })), "columns");
        RoundTrip.Same("task", RoundTrip.Invalid(() => RoundTrip.ThroughJson(definition, new Rush { Id = 3, Hours = 2 })), "JSON");
        RoundTrip.Same("result", RoundTrip.Invalid(() => RoundTrip.ResultThroughColumns(definition, new Signed(4, "me"))), "columns");
        RoundTrip.Same("result", RoundTrip.Invalid(() => RoundTrip.ResultThroughJson(definition, new Signed(4, "me"))), "JSON");
        """);

    // The type may be derived from where no analyzer looks, as in another assembly or in a proxy.
    [Fact]
    public void A_derived_value_of_a_member_is_refused() => StoredProgram.Run(
        Declarations,
        """
        var definition = PackScheduler.CreateDefinition();
        var mine = (Line)RoundTrip.Derive(typeof(Line));
        var numbers = (List<int>)RoundTrip.Derive(typeof(List<int>));
        RoundTrip.Same(3, RoundTrip.ThroughColumns(definition, new PackTask(new Line { Count = 3 })).Line.Count, "columns");
        RoundTrip.Same("line", RoundTrip.Invalid(() => RoundTrip.ThroughColumns(definition, new PackTask(mine))), "columns");
        RoundTrip.Same("line", RoundTrip.Invalid(() => RoundTrip.ThroughJson(definition, new PackTask(mine))), "JSON");
        RoundTrip.Same("numbers", RoundTrip.Invalid(() => RoundTrip.ThroughColumns(definition, new PackTask(new Line(), numbers))), "columns");
        RoundTrip.Same("result", RoundTrip.Invalid(() => RoundTrip.ResultThroughColumns(definition, numbers)), "columns");
        RoundTrip.Same("result", RoundTrip.Invalid(() => RoundTrip.ResultThroughJson(definition, numbers)), "JSON");
        """);

    [Fact]
    public void A_derived_type_that_is_listed_comes_back() => StoredProgram.Run(
        Declarations,
        """
        var definition = DrawScheduler.CreateDefinition();
        RoundTrip.Same(new Circle(1, 2), RoundTrip.ThroughColumns(definition, new DrawTask(new Circle(1, 2))).Shape, "columns");
        RoundTrip.Same(new Circle(1, 2), RoundTrip.ThroughJson(definition, new DrawTask(new Circle(1, 2))).Shape, "JSON");
        RoundTrip.Same(new Shape(1), RoundTrip.ThroughJson(definition, new DrawTask(new Shape(1))).Shape, "JSON");
        """);
}
