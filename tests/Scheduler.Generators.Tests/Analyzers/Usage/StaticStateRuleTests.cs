using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers.Usage;

public class StaticStateRuleTests
{
    [Theory]
    [InlineData("private static int s_value;", "return {|GS0029:s_value|};")]
    [InlineData("private static int s_value;", "{|GS0029:s_value|}++; return s_value;")]
    [InlineData("private static int s_value;", "Action set = () => {|GS0029:A.s_value|} = 1; set(); return s_value;")]
    [InlineData("private static volatile bool s_value;", "return {|GS0029:s_value|} ? 1 : 2;")]
    [InlineData("public static int Value { get; set; }", "return {|GS0029:Value|};")]
    [InlineData("public static int Value { get; private set; }", "return {|GS0029:Value|};")]
    [InlineData("private static List<int> s_value = [];", "return {|GS0029:s_value|}.Count;")]
    [InlineData("private static readonly List<int> Values = [];", "int count = Values.Count; {|GS0029:Values|}.AddRange([1, 2]); return count;")]
    [InlineData("private static readonly Dictionary<int, int> Values = [];", "{|GS0029:Values|}[1] = 2; return Values[1];")]
    [InlineData("private static readonly HashSet<int> Values = [];", "return {|GS0029:Values|}.Remove(1) ? 1 : 2;")]
    [InlineData("private static readonly Queue<int> Values = [];", "return {|GS0029:Values|}.Dequeue();")]
    [InlineData("private static readonly System.Text.StringBuilder Text = new();", "{|GS0029:Text|}.AppendLine(); return 1;")]
    [InlineData("private static readonly int[] Values = new int[3];", "{|GS0029:Values|}[0]++; return 1;")]
    [InlineData("private static Stack<int> Values { get; } = [];", "{|GS0029:Values|}.Push(1); return 1;")]
    public Task GS0029_what_can_change(string member, string body) => VerifyAsync(member, body);

    [Fact]
    public Task GS0029_once_for_each_member_and_method() => AnalyzerTest.VerifyAsync(
        """
        public class A
        {
            private static int s_a, s_b;
            [ScheduledTask] public void Run() { {|GS0029:s_a|} = 1; s_a = 2; {|GS0029:s_b|} = s_a; }
            [ScheduledTask] public void Walk() => Console.WriteLine({|GS0029:s_a|} + s_a);
            public void Neither() => s_a = 1;
        }
        """,
        emittedFiles: 3);

    [Theory]
    [InlineData("private const int Value = 1;", "return Value;")]
    [InlineData("private static readonly int Value = 1;", "return Value;")]
    [InlineData("public static int Value { get; } = 1;", "return Value;")]
    [InlineData("private int _value;", "return _value++;")]
    [InlineData("private static int s_value;", "return Interlocked.Increment(ref s_value) + s_value;")]
    [InlineData("private static long s_value;", "return (int)Volatile.Read(ref s_value);")]
    [InlineData("[ThreadStatic] private static int s_value;", "return s_value++;")]
    [InlineData("private static AsyncLocal<int> s_value = new();", "return s_value.Value++;")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> Values = [];", "Values[1] = 2; return 1;")]
    [InlineData("private static System.Collections.Immutable.ImmutableList<int> s_values = [];", "return s_values.Count;")]
    [InlineData("private static Microsoft.Extensions.Logging.ILogger? s_logger;", "return s_logger is null ? 1 : 2;")]
    [InlineData("private static readonly List<int> Values = [];", "return Values.Count + Values[0] + Values.IndexOf(1);")]
    [InlineData("private static readonly Dictionary<int, int> Values = [];", "return Values.TryGetValue(1, out int value) ? value : Values[2];")]
    [InlineData("private static readonly int[] Values = new int[3];", "return Values[0] + Values.Length;")]
    [InlineData("private static readonly int[] Values = new int[3];", "return Interlocked.Increment(ref Values[0]);")]
    [InlineData("private static int s_value;", "return nameof(s_value).Length;")]
    [InlineData("", "System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture; return (int)DayOfWeek.Friday;")]
    public Task GS0029_is_silent_on(string member, string body) => VerifyAsync(member, body);

    [Theory]
    [InlineData("private static IServiceProvider s_services = null!;", "{|GS0034:s_services|}.GetService(typeof(int)); s_services.GetHashCode(); return 1;")]
    [InlineData("private static readonly IServiceProvider Services = null!;", "return {|GS0034:Services|}.GetHashCode();")]
    [InlineData("public static IMailer Mailer { get; set; } = new Mailer();", "return {|GS0034:Mailer|}.Send();")]
    [InlineData("public static IMailer Mailer => throw new NotSupportedException();", "return {|GS0034:A.Mailer|}.Send();")]
    [InlineData("private static IMailer? s_mailer;", "return {|GS0034:s_mailer|}!.Send();")]
    [InlineData("private static MailService s_mails = new();", "return {|GS0034:s_mails|}.GetHashCode();")]
    [InlineData("private static readonly Store Store = new();", "return {|GS0034:Store|}.GetHashCode();")]
    [InlineData("private static readonly Microsoft.Extensions.DependencyInjection.IServiceScopeFactory Scopes = null!;", "return {|GS0034:Scopes|}.GetHashCode();")]
    [InlineData("private static readonly IMailer Mailer = (IMailer)Provider().GetService(typeof(IMailer))!; private static IServiceProvider Provider() => null!;", "return {|GS0034:Mailer|}.Send();")]
    [InlineData("private static IMailer Mailer { get { return new Mailer(); } }", "return {|GS0034:Mailer|}.Send();")]
    [InlineData("private static readonly System.Data.Common.DbConnection Connection = Open(); private static System.Data.Common.DbConnection Open() => null!;", "return {|GS0034:Connection|}.GetHashCode();")]
    public Task GS0034_services_that_are_kept_statically(string member, string body) => VerifyAsync(member, body, isStatic: true);

    [Theory]
    [InlineData("static readonly System.Net.Http.HttpClient Client = new();", "return Client.GetHashCode();")]
    [InlineData("static readonly Microsoft.Extensions.Logging.ILogger? Logger;", "return Logger is null ? 1 : 2;")]
    [InlineData("static readonly TimeProvider Time = TimeProvider.System;", "return Time.GetHashCode();")]
    [InlineData("static readonly System.Text.Json.JsonSerializerOptions Json = new();", "return Json.GetHashCode();")]
    [InlineData("static readonly System.Diagnostics.Metrics.Meter Meter = new(\"a\");", "return Meter.GetHashCode();")]
    [InlineData("static readonly IMailer Mailer = new Mailer();", "return Mailer.Send();")]
    [InlineData("static IMailer Mailer { get; } = new Mailer();", "return Mailer.Send();")]
    [InlineData("static readonly IReadOnlyDictionary<int, int> Values = new Dictionary<int, int>();", "return Values.Count;")]
    [InlineData("static readonly IMailer Mailer = new Builder().Build();", "return Mailer.Send();")]
    [InlineData("static readonly IMailer Mailer = Builder.Shared ?? new Mailer();", "return Mailer.Send();")]
    [InlineData("static readonly IMailer Mailer; static A() { Mailer = new Mailer(); }", "return Mailer.Send();")]
    [InlineData("static IMailer Mailer { get; } = new Builder().Build();", "return Mailer.Send();")]
    [InlineData("static readonly MailService Mails = new();", "return Mails.GetHashCode();")]
    public Task GS0034_is_silent_on_what_is_a_singleton_by_design(string member, string body) => VerifyAsync("public " + member, body, isStatic: true);

    [Fact]
    public Task GS0034_is_silent_on_services_that_are_injected() => AnalyzerTest.VerifyAsync(
        Services + """
        public class A(IMailer mailer)
        {
            private readonly IMailer _mailer = mailer;
            private static IMailer s_mailer = new Mailer();
            [ScheduledTask] public int Run() => _mailer.Send();
            [ScheduledTask] public static int Walk([Injected] IMailer mailer) => mailer.Send();
            [ScheduledTask] public int Other() => {|GS0029:s_mailer|}.Send();
            public static int NoTask() => s_mailer.Send();
        }
        """,
        emittedFiles: 4);

    private const string Services = """
        namespace Microsoft.EntityFrameworkCore { public class DbContext { } }
        public interface IMailer { int Send(); }
        public class Mailer : IMailer { public int Send() => 1; }
        public class MailService { }
        public class Builder { public static IMailer? Shared => null; public IMailer Build() => new Mailer(); }
        public class Store : Microsoft.EntityFrameworkCore.DbContext { }

        """;

    private static async Task VerifyAsync(string member, string body, bool isStatic = false) => await AnalyzerTest.VerifyAsync(
        $"{Services}public class A {{ {member} [ScheduledTask] public {(isStatic ? "static " : "")}int Run() {{ {body} }} }}",
        emittedFiles: 2);
}
