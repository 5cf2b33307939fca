// Written by write.sh: change that file instead of this one.
namespace GeneratedScheduler.Benchmarks.Tasks.Kinds;

/// <summary>A hundred kinds of tasks that only count their runs. Each has the scheduler and the table that the generator emits for it.</summary>
internal static class HundredKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        Kind.Of(Kind00Scheduler.CreateDefinition(), static setup => new Kind00Scheduler(setup), static () => new Kind00Task()),
        Kind.Of(Kind01Scheduler.CreateDefinition(), static setup => new Kind01Scheduler(setup), static () => new Kind01Task()),
        Kind.Of(Kind02Scheduler.CreateDefinition(), static setup => new Kind02Scheduler(setup), static () => new Kind02Task()),
        Kind.Of(Kind03Scheduler.CreateDefinition(), static setup => new Kind03Scheduler(setup), static () => new Kind03Task()),
        Kind.Of(Kind04Scheduler.CreateDefinition(), static setup => new Kind04Scheduler(setup), static () => new Kind04Task()),
        Kind.Of(Kind05Scheduler.CreateDefinition(), static setup => new Kind05Scheduler(setup), static () => new Kind05Task()),
        Kind.Of(Kind06Scheduler.CreateDefinition(), static setup => new Kind06Scheduler(setup), static () => new Kind06Task()),
        Kind.Of(Kind07Scheduler.CreateDefinition(), static setup => new Kind07Scheduler(setup), static () => new Kind07Task()),
        Kind.Of(Kind08Scheduler.CreateDefinition(), static setup => new Kind08Scheduler(setup), static () => new Kind08Task()),
        Kind.Of(Kind09Scheduler.CreateDefinition(), static setup => new Kind09Scheduler(setup), static () => new Kind09Task()),
        Kind.Of(Kind10Scheduler.CreateDefinition(), static setup => new Kind10Scheduler(setup), static () => new Kind10Task()),
        Kind.Of(Kind11Scheduler.CreateDefinition(), static setup => new Kind11Scheduler(setup), static () => new Kind11Task()),
        Kind.Of(Kind12Scheduler.CreateDefinition(), static setup => new Kind12Scheduler(setup), static () => new Kind12Task()),
        Kind.Of(Kind13Scheduler.CreateDefinition(), static setup => new Kind13Scheduler(setup), static () => new Kind13Task()),
        Kind.Of(Kind14Scheduler.CreateDefinition(), static setup => new Kind14Scheduler(setup), static () => new Kind14Task()),
        Kind.Of(Kind15Scheduler.CreateDefinition(), static setup => new Kind15Scheduler(setup), static () => new Kind15Task()),
        Kind.Of(Kind16Scheduler.CreateDefinition(), static setup => new Kind16Scheduler(setup), static () => new Kind16Task()),
        Kind.Of(Kind17Scheduler.CreateDefinition(), static setup => new Kind17Scheduler(setup), static () => new Kind17Task()),
        Kind.Of(Kind18Scheduler.CreateDefinition(), static setup => new Kind18Scheduler(setup), static () => new Kind18Task()),
        Kind.Of(Kind19Scheduler.CreateDefinition(), static setup => new Kind19Scheduler(setup), static () => new Kind19Task()),
        Kind.Of(Kind20Scheduler.CreateDefinition(), static setup => new Kind20Scheduler(setup), static () => new Kind20Task()),
        Kind.Of(Kind21Scheduler.CreateDefinition(), static setup => new Kind21Scheduler(setup), static () => new Kind21Task()),
        Kind.Of(Kind22Scheduler.CreateDefinition(), static setup => new Kind22Scheduler(setup), static () => new Kind22Task()),
        Kind.Of(Kind23Scheduler.CreateDefinition(), static setup => new Kind23Scheduler(setup), static () => new Kind23Task()),
        Kind.Of(Kind24Scheduler.CreateDefinition(), static setup => new Kind24Scheduler(setup), static () => new Kind24Task()),
        Kind.Of(Kind25Scheduler.CreateDefinition(), static setup => new Kind25Scheduler(setup), static () => new Kind25Task()),
        Kind.Of(Kind26Scheduler.CreateDefinition(), static setup => new Kind26Scheduler(setup), static () => new Kind26Task()),
        Kind.Of(Kind27Scheduler.CreateDefinition(), static setup => new Kind27Scheduler(setup), static () => new Kind27Task()),
        Kind.Of(Kind28Scheduler.CreateDefinition(), static setup => new Kind28Scheduler(setup), static () => new Kind28Task()),
        Kind.Of(Kind29Scheduler.CreateDefinition(), static setup => new Kind29Scheduler(setup), static () => new Kind29Task()),
        Kind.Of(Kind30Scheduler.CreateDefinition(), static setup => new Kind30Scheduler(setup), static () => new Kind30Task()),
        Kind.Of(Kind31Scheduler.CreateDefinition(), static setup => new Kind31Scheduler(setup), static () => new Kind31Task()),
        Kind.Of(Kind32Scheduler.CreateDefinition(), static setup => new Kind32Scheduler(setup), static () => new Kind32Task()),
        Kind.Of(Kind33Scheduler.CreateDefinition(), static setup => new Kind33Scheduler(setup), static () => new Kind33Task()),
        Kind.Of(Kind34Scheduler.CreateDefinition(), static setup => new Kind34Scheduler(setup), static () => new Kind34Task()),
        Kind.Of(Kind35Scheduler.CreateDefinition(), static setup => new Kind35Scheduler(setup), static () => new Kind35Task()),
        Kind.Of(Kind36Scheduler.CreateDefinition(), static setup => new Kind36Scheduler(setup), static () => new Kind36Task()),
        Kind.Of(Kind37Scheduler.CreateDefinition(), static setup => new Kind37Scheduler(setup), static () => new Kind37Task()),
        Kind.Of(Kind38Scheduler.CreateDefinition(), static setup => new Kind38Scheduler(setup), static () => new Kind38Task()),
        Kind.Of(Kind39Scheduler.CreateDefinition(), static setup => new Kind39Scheduler(setup), static () => new Kind39Task()),
        Kind.Of(Kind40Scheduler.CreateDefinition(), static setup => new Kind40Scheduler(setup), static () => new Kind40Task()),
        Kind.Of(Kind41Scheduler.CreateDefinition(), static setup => new Kind41Scheduler(setup), static () => new Kind41Task()),
        Kind.Of(Kind42Scheduler.CreateDefinition(), static setup => new Kind42Scheduler(setup), static () => new Kind42Task()),
        Kind.Of(Kind43Scheduler.CreateDefinition(), static setup => new Kind43Scheduler(setup), static () => new Kind43Task()),
        Kind.Of(Kind44Scheduler.CreateDefinition(), static setup => new Kind44Scheduler(setup), static () => new Kind44Task()),
        Kind.Of(Kind45Scheduler.CreateDefinition(), static setup => new Kind45Scheduler(setup), static () => new Kind45Task()),
        Kind.Of(Kind46Scheduler.CreateDefinition(), static setup => new Kind46Scheduler(setup), static () => new Kind46Task()),
        Kind.Of(Kind47Scheduler.CreateDefinition(), static setup => new Kind47Scheduler(setup), static () => new Kind47Task()),
        Kind.Of(Kind48Scheduler.CreateDefinition(), static setup => new Kind48Scheduler(setup), static () => new Kind48Task()),
        Kind.Of(Kind49Scheduler.CreateDefinition(), static setup => new Kind49Scheduler(setup), static () => new Kind49Task()),
        Kind.Of(Kind50Scheduler.CreateDefinition(), static setup => new Kind50Scheduler(setup), static () => new Kind50Task()),
        Kind.Of(Kind51Scheduler.CreateDefinition(), static setup => new Kind51Scheduler(setup), static () => new Kind51Task()),
        Kind.Of(Kind52Scheduler.CreateDefinition(), static setup => new Kind52Scheduler(setup), static () => new Kind52Task()),
        Kind.Of(Kind53Scheduler.CreateDefinition(), static setup => new Kind53Scheduler(setup), static () => new Kind53Task()),
        Kind.Of(Kind54Scheduler.CreateDefinition(), static setup => new Kind54Scheduler(setup), static () => new Kind54Task()),
        Kind.Of(Kind55Scheduler.CreateDefinition(), static setup => new Kind55Scheduler(setup), static () => new Kind55Task()),
        Kind.Of(Kind56Scheduler.CreateDefinition(), static setup => new Kind56Scheduler(setup), static () => new Kind56Task()),
        Kind.Of(Kind57Scheduler.CreateDefinition(), static setup => new Kind57Scheduler(setup), static () => new Kind57Task()),
        Kind.Of(Kind58Scheduler.CreateDefinition(), static setup => new Kind58Scheduler(setup), static () => new Kind58Task()),
        Kind.Of(Kind59Scheduler.CreateDefinition(), static setup => new Kind59Scheduler(setup), static () => new Kind59Task()),
        Kind.Of(Kind60Scheduler.CreateDefinition(), static setup => new Kind60Scheduler(setup), static () => new Kind60Task()),
        Kind.Of(Kind61Scheduler.CreateDefinition(), static setup => new Kind61Scheduler(setup), static () => new Kind61Task()),
        Kind.Of(Kind62Scheduler.CreateDefinition(), static setup => new Kind62Scheduler(setup), static () => new Kind62Task()),
        Kind.Of(Kind63Scheduler.CreateDefinition(), static setup => new Kind63Scheduler(setup), static () => new Kind63Task()),
        Kind.Of(Kind64Scheduler.CreateDefinition(), static setup => new Kind64Scheduler(setup), static () => new Kind64Task()),
        Kind.Of(Kind65Scheduler.CreateDefinition(), static setup => new Kind65Scheduler(setup), static () => new Kind65Task()),
        Kind.Of(Kind66Scheduler.CreateDefinition(), static setup => new Kind66Scheduler(setup), static () => new Kind66Task()),
        Kind.Of(Kind67Scheduler.CreateDefinition(), static setup => new Kind67Scheduler(setup), static () => new Kind67Task()),
        Kind.Of(Kind68Scheduler.CreateDefinition(), static setup => new Kind68Scheduler(setup), static () => new Kind68Task()),
        Kind.Of(Kind69Scheduler.CreateDefinition(), static setup => new Kind69Scheduler(setup), static () => new Kind69Task()),
        Kind.Of(Kind70Scheduler.CreateDefinition(), static setup => new Kind70Scheduler(setup), static () => new Kind70Task()),
        Kind.Of(Kind71Scheduler.CreateDefinition(), static setup => new Kind71Scheduler(setup), static () => new Kind71Task()),
        Kind.Of(Kind72Scheduler.CreateDefinition(), static setup => new Kind72Scheduler(setup), static () => new Kind72Task()),
        Kind.Of(Kind73Scheduler.CreateDefinition(), static setup => new Kind73Scheduler(setup), static () => new Kind73Task()),
        Kind.Of(Kind74Scheduler.CreateDefinition(), static setup => new Kind74Scheduler(setup), static () => new Kind74Task()),
        Kind.Of(Kind75Scheduler.CreateDefinition(), static setup => new Kind75Scheduler(setup), static () => new Kind75Task()),
        Kind.Of(Kind76Scheduler.CreateDefinition(), static setup => new Kind76Scheduler(setup), static () => new Kind76Task()),
        Kind.Of(Kind77Scheduler.CreateDefinition(), static setup => new Kind77Scheduler(setup), static () => new Kind77Task()),
        Kind.Of(Kind78Scheduler.CreateDefinition(), static setup => new Kind78Scheduler(setup), static () => new Kind78Task()),
        Kind.Of(Kind79Scheduler.CreateDefinition(), static setup => new Kind79Scheduler(setup), static () => new Kind79Task()),
        Kind.Of(Kind80Scheduler.CreateDefinition(), static setup => new Kind80Scheduler(setup), static () => new Kind80Task()),
        Kind.Of(Kind81Scheduler.CreateDefinition(), static setup => new Kind81Scheduler(setup), static () => new Kind81Task()),
        Kind.Of(Kind82Scheduler.CreateDefinition(), static setup => new Kind82Scheduler(setup), static () => new Kind82Task()),
        Kind.Of(Kind83Scheduler.CreateDefinition(), static setup => new Kind83Scheduler(setup), static () => new Kind83Task()),
        Kind.Of(Kind84Scheduler.CreateDefinition(), static setup => new Kind84Scheduler(setup), static () => new Kind84Task()),
        Kind.Of(Kind85Scheduler.CreateDefinition(), static setup => new Kind85Scheduler(setup), static () => new Kind85Task()),
        Kind.Of(Kind86Scheduler.CreateDefinition(), static setup => new Kind86Scheduler(setup), static () => new Kind86Task()),
        Kind.Of(Kind87Scheduler.CreateDefinition(), static setup => new Kind87Scheduler(setup), static () => new Kind87Task()),
        Kind.Of(Kind88Scheduler.CreateDefinition(), static setup => new Kind88Scheduler(setup), static () => new Kind88Task()),
        Kind.Of(Kind89Scheduler.CreateDefinition(), static setup => new Kind89Scheduler(setup), static () => new Kind89Task()),
        Kind.Of(Kind90Scheduler.CreateDefinition(), static setup => new Kind90Scheduler(setup), static () => new Kind90Task()),
        Kind.Of(Kind91Scheduler.CreateDefinition(), static setup => new Kind91Scheduler(setup), static () => new Kind91Task()),
        Kind.Of(Kind92Scheduler.CreateDefinition(), static setup => new Kind92Scheduler(setup), static () => new Kind92Task()),
        Kind.Of(Kind93Scheduler.CreateDefinition(), static setup => new Kind93Scheduler(setup), static () => new Kind93Task()),
        Kind.Of(Kind94Scheduler.CreateDefinition(), static setup => new Kind94Scheduler(setup), static () => new Kind94Task()),
        Kind.Of(Kind95Scheduler.CreateDefinition(), static setup => new Kind95Scheduler(setup), static () => new Kind95Task()),
        Kind.Of(Kind96Scheduler.CreateDefinition(), static setup => new Kind96Scheduler(setup), static () => new Kind96Task()),
        Kind.Of(Kind97Scheduler.CreateDefinition(), static setup => new Kind97Scheduler(setup), static () => new Kind97Task()),
        Kind.Of(Kind98Scheduler.CreateDefinition(), static setup => new Kind98Scheduler(setup), static () => new Kind98Task()),
        Kind.Of(Kind99Scheduler.CreateDefinition(), static setup => new Kind99Scheduler(setup), static () => new Kind99Task()),
    ];

    [ScheduledTask("benchmark.kind00")] public static void Kind00() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind01")] public static void Kind01() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind02")] public static void Kind02() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind03")] public static void Kind03() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind04")] public static void Kind04() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind05")] public static void Kind05() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind06")] public static void Kind06() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind07")] public static void Kind07() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind08")] public static void Kind08() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind09")] public static void Kind09() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind10")] public static void Kind10() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind11")] public static void Kind11() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind12")] public static void Kind12() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind13")] public static void Kind13() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind14")] public static void Kind14() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind15")] public static void Kind15() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind16")] public static void Kind16() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind17")] public static void Kind17() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind18")] public static void Kind18() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind19")] public static void Kind19() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind20")] public static void Kind20() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind21")] public static void Kind21() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind22")] public static void Kind22() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind23")] public static void Kind23() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind24")] public static void Kind24() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind25")] public static void Kind25() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind26")] public static void Kind26() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind27")] public static void Kind27() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind28")] public static void Kind28() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind29")] public static void Kind29() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind30")] public static void Kind30() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind31")] public static void Kind31() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind32")] public static void Kind32() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind33")] public static void Kind33() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind34")] public static void Kind34() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind35")] public static void Kind35() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind36")] public static void Kind36() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind37")] public static void Kind37() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind38")] public static void Kind38() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind39")] public static void Kind39() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind40")] public static void Kind40() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind41")] public static void Kind41() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind42")] public static void Kind42() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind43")] public static void Kind43() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind44")] public static void Kind44() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind45")] public static void Kind45() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind46")] public static void Kind46() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind47")] public static void Kind47() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind48")] public static void Kind48() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind49")] public static void Kind49() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind50")] public static void Kind50() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind51")] public static void Kind51() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind52")] public static void Kind52() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind53")] public static void Kind53() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind54")] public static void Kind54() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind55")] public static void Kind55() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind56")] public static void Kind56() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind57")] public static void Kind57() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind58")] public static void Kind58() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind59")] public static void Kind59() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind60")] public static void Kind60() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind61")] public static void Kind61() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind62")] public static void Kind62() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind63")] public static void Kind63() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind64")] public static void Kind64() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind65")] public static void Kind65() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind66")] public static void Kind66() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind67")] public static void Kind67() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind68")] public static void Kind68() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind69")] public static void Kind69() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind70")] public static void Kind70() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind71")] public static void Kind71() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind72")] public static void Kind72() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind73")] public static void Kind73() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind74")] public static void Kind74() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind75")] public static void Kind75() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind76")] public static void Kind76() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind77")] public static void Kind77() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind78")] public static void Kind78() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind79")] public static void Kind79() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind80")] public static void Kind80() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind81")] public static void Kind81() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind82")] public static void Kind82() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind83")] public static void Kind83() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind84")] public static void Kind84() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind85")] public static void Kind85() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind86")] public static void Kind86() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind87")] public static void Kind87() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind88")] public static void Kind88() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind89")] public static void Kind89() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind90")] public static void Kind90() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind91")] public static void Kind91() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind92")] public static void Kind92() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind93")] public static void Kind93() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind94")] public static void Kind94() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind95")] public static void Kind95() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind96")] public static void Kind96() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind97")] public static void Kind97() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind98")] public static void Kind98() => NoOp.Counter.Count();
    [ScheduledTask("benchmark.kind99")] public static void Kind99() => NoOp.Counter.Count();
}
