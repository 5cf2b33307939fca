using System.Text;
using CsCheck;

namespace GeneratedScheduler.Sql.Tests.Shared.Values;

/// <summary>Random tasks come back as they were. CsCheck prints the seed and shrinks what fails.</summary>
public sealed class RandomValueTests
{
    private static readonly Gen<string> Text =
        Gen.Int[1, 0x10FFFF].Where(Rune.IsValid).Select(code => new Rune(code).ToString()).Array[0, 40].Select(string.Concat);

    private static readonly Gen<DateTime> Moment =
        Gen.Select(Gen.Long[DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks], Gen.Int[0, 2], (ticks, kind) => new DateTime(ticks, (DateTimeKind)kind));

    private static readonly Gen<DateTimeOffset> Offset = Gen.Select(
        Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-840, 840], (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    private static readonly Gen<Everything> Any =
        from boolean in Gen.Bool
        from small in Gen.Short
        from whole in Gen.Int
        from large in Gen.Long
        from unsigned in Gen.ULong
        from unit in Gen.Int[0, 0xFFFF]
        from single in Gen.Float.Where(float.IsFinite).Where(IsNotNegativeZero)
        from number in Gen.Double.Where(double.IsFinite).Where(IsNotNegativeZero)
        from digits in Gen.Decimal
        from text in Text
        from guid in Gen.Guid
        from moment in Moment
        from offset in Offset
        from day in Gen.Int[0, DateOnly.MaxValue.DayNumber]
        from time in Gen.Long[0, TimeOnly.MaxValue.Ticks]
        from bytes in Gen.Byte.Array[0, 60]
        from names in Text.Array[0, 4]
        select new Everything
        {
            Boolean = boolean,
            Int16 = small,
            Int32 = whole,
            Int64 = large,
            UInt64 = unsigned,
            Char = (char)unit,
            Single = single,
            Double = number,
            Decimal = digits,
            Text = text,
            Guid = guid,
            DateTime = moment,
            Offset = offset,
            Date = DateOnly.FromDayNumber(day),
            Time = new TimeOnly(time),
            Span = new TimeSpan(large),
            Bytes = bytes,
            Colour = (Colour)whole,
            ColourNumber = (Colour)whole,
            Rights = (Rights)unsigned,
            Nested = new Nested(text, whole, new Nested("", null, null, [.. names]), null),
            List = [null, new Nested(text, null, null, [null, .. names])],
        };

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task They_come_back_as_they_were(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<Everything, Everything> container = await store.OpenReadyAsync(EverythingScheduler.CreateDefinition());
        await Any.Array[1, 12].SampleAsync(
            async tasks =>
            {
                TaskId[] ids = await container.AddAsync(tasks);
                IReadOnlyList<TaskRecord<Everything, Everything>?> records = await container.GetAsync(ids, TestContext.Current.CancellationToken);
                for (int i = 0; i < tasks.Length; i++)
                {
                    Exactly.Same(tasks[i], records[i]!.Payload);
                }
            },
            iter: 40);
    }

    // A value of its own; see the tests of round trips.
    private static bool IsNotNegativeZero(float number) => number != 0 || !float.IsNegative(number);

    private static bool IsNotNegativeZero(double number) => number != 0 || !double.IsNegative(number);
}
