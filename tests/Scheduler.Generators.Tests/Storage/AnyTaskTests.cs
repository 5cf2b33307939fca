using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Random tasks come back from columns and from JSON as they were.</summary>
public class AnyTaskTests
{
    [Fact]
    public void A_random_task_comes_back_as_it_was() => StoredProgram.Run(
        """
        public enum Color : short { Red, Green = -5, Blue = 7 }
        [Flags] public enum Rights : ulong { None, Read = 1, Write = 2 }

        [ScheduledTask]
        public record Anything(
            bool Bool, sbyte SByte, byte Byte, short Short, ushort UShort, int Int, uint UInt, long Long, ulong ULong, char Char,
            float Float, double Double, decimal Decimal, string String, Guid Guid, DateTime DateTime, DateTimeOffset Offset, DateOnly Date, TimeOnly Time,
            TimeSpan Span, byte[] Bytes, Color Color, Rights Rights, int? MaybeInt, string? MaybeString, DateTime? MaybeDate, Color? MaybeColor, byte[]? MaybeBytes)
        {
            public int Settable { get; set; } = 5;
            public string Initial { get; init; } = "i";
            public Guid? MaybeGuid { get; init; } = Guid.Empty;
        }

        public static class Work { [Actuator] public static Anything Run(Anything task) => task; }
        """,
        """
        var text = Gen.String[Gen.OneOf<char>(Gen.Char['\0', '\ud7ff'], Gen.Char['\ue000', '\uffff']), 0, 20];
        var date = Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Int[0, 2], (ticks, kind) => new DateTime(ticks, (DateTimeKind)kind));
        var offset = Gen.Select(Gen.Long[DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14 * 60, 14 * 60], (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));
        var color = Gen.OneOf<Color>(Gen.Enum<Color>(), Gen.Short.Select(number => (Color)number));
        var bytes = Gen.Byte.Array[0, 50];
        var gen =
            from n in Gen.Select(Gen.Bool, Gen.SByte, Gen.Byte, Gen.Short, Gen.UShort, Gen.Int)
            from w in Gen.Select(Gen.UInt, Gen.Long, Gen.ULong, Gen.Char, Gen.Float, Gen.Double)
            from t in Gen.Select(Gen.Decimal, text, Gen.Guid, date, offset, Gen.Long[0, DateTime.MaxValue.Ticks])
            from d in Gen.Select(Gen.Long[0, TimeSpan.TicksPerDay - 1], Gen.Long, bytes, color, Gen.ULong)
            from m in Gen.Select(Gen.Int.Nullable(), text.Null(), date.Nullable(), color.Nullable(), bytes.Null())
            from s in Gen.Select(Gen.Int, text, Gen.Guid.Nullable())
            select new Anything(
                n.Item1, n.Item2, n.Item3, n.Item4, n.Item5, n.Item6, w.Item1, w.Item2, w.Item3, w.Item4,
                w.Item5, w.Item6, t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, DateOnly.FromDateTime(new DateTime(t.Item6)), new TimeOnly(d.Item1),
                new TimeSpan(d.Item2), d.Item3, d.Item4, (Rights)d.Item5, m.Item1, m.Item2, m.Item3, m.Item4, m.Item5)
            {
                Settable = s.Item1, Initial = s.Item2, MaybeGuid = s.Item3,
            };
        var definition = AnythingScheduler.CreateDefinition();
        gen.Sample(task =>
        {
            foreach (var back in new[]
            {
                RoundTrip.ThroughColumns(definition, task), RoundTrip.ThroughJson(definition, task),
                RoundTrip.ResultThroughColumns(definition, task)!, RoundTrip.ResultThroughJson(definition, task)!,
            })
            {
                foreach (var property in typeof(Anything).GetProperties().Where(property => property.Name != "EqualityContract"))
                {
                    RoundTrip.Same(property.GetValue(task), property.GetValue(back), property.Name);
                }
            }
        }, iter: 1000);
        """,
        usings: "using CsCheck;",
        version: LanguageVersion.CSharp14);
}
