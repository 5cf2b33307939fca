namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Attributes that say about null what a type does not say.</summary>
public class FlowAttributeTests
{
    [Fact]
    public void Null_comes_back_where_an_attribute_allows_it() => StoredProgram.Run(
        """
        public static class Work
        {
            [ScheduledTask] [return: MaybeNull] public static string Find(string a) => default;
            [ScheduledTask] [return: MaybeNull] public static Task<string> FindLater(string a) => Task.FromResult(a);
            [ScheduledTask] [return: NotNull] public static string? Get([AllowNull] string a, [DisallowNull] string? b, [NotNull] string? c) { c ??= ""; return a ?? b; }
            [Actuator] public static Record? Run(Payload task) => new Record("x", null);
        }

        [ScheduledTask] public class Payload
        {
            [MaybeNull] public string Maybe { get; set; } = "m";
            [AllowNull] public string Allowed { get => field; set => field = value ?? ""; } = "a";
            [DisallowNull] public string? Unset { get; set; }
            [MaybeNull, AllowNull] public string Both { get; set; }
            [MaybeNull] public required string Needed { get; init; }
        }

        public record Record([property: MaybeNull] string A, [MaybeNull] string? B);
        """,
        """
        RoundTrip.CheckResult(FindScheduler.CreateDefinition(), null);
        RoundTrip.CheckResult(FindScheduler.CreateDefinition(), "x");
        RoundTrip.Same(null, RoundTrip.ThroughColumns(GetScheduler.CreateDefinition(), new GetTask(null, "b", null)).A, "parameter");
        var task = new Payload { Needed = null!, Maybe = null!, Both = null, Unset = "u" };
        foreach (Payload back in new[] { RoundTrip.ThroughColumns(PayloadScheduler.CreateDefinition(), task), RoundTrip.ThroughJson(PayloadScheduler.CreateDefinition(), task) })
        {
            RoundTrip.Same(null, back.Maybe, "maybe");
            RoundTrip.Same(null, back.Both, "both");
            RoundTrip.Same(null, back.Needed, "needed");
            RoundTrip.Same("a", back.Allowed, "allowed");
            RoundTrip.Same("u", back.Unset, "unset");
        }
        """,
        usings: "using System.Diagnostics.CodeAnalysis;",
        version: Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview,
        hidden: ["CS8601", "CS8604"]);
}
