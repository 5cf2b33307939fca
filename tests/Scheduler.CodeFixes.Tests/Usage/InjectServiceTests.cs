using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.CodeFixes.Usage;

namespace GeneratedScheduler.CodeFixes.Tests.Usage;

public class InjectServiceTests
{
    private const string Services = """
        public interface IMailer
        {
            Task SendAsync(string to, CancellationToken token);
        }


        """;

    [Fact]
    public Task A_static_service_becomes_a_parameter() => CodeFixTest.VerifyAsync<InjectServiceCodeFix>(
        Services + """
        public static class Mails
        {
            private static IServiceProvider s_services = null!;
            private static IMailer? s_mailer;

            public static IMailer Mailer { get; set; } = null!;

            [ScheduledTask]
            public static async Task Send(string to, CancellationToken token)
            {
                await {|GS0034:Mailer|}.SendAsync(to, token);
                await Mails.Mailer.SendAsync(to, token);
            }

            [ScheduledTask]
            public static Task Repeat(string to, int times = 1) => {|GS0034:s_mailer|}!.SendAsync(to + times, default);

            [ScheduledTask]
            public static object? Find() => {|GS0034:Mails.s_services|}.GetService(typeof(int));

            [ScheduledTask]
            public static object? Both(int a) => {|GS0034:s_services|}.GetService({|GS0034:Mailer|}.GetType());
        }
        """,
        Services + """
        public static class Mails
        {
            private static IServiceProvider s_services = null!;
            private static IMailer? s_mailer;

            public static IMailer Mailer { get; set; } = null!;

            [ScheduledTask]
            public static async Task Send(string to, [Injected] IMailer mailer, CancellationToken token)
            {
                await mailer.SendAsync(to, token);
                await mailer.SendAsync(to, token);
            }

            [ScheduledTask]
            public static Task Repeat(string to, [Injected] IMailer mailer, int times = 1) => mailer!.SendAsync(to + times, default);

            [ScheduledTask]
            public static object? Find(IServiceProvider services) => services.GetService(typeof(int));

            [ScheduledTask]
            public static object? Both(int a, IServiceProvider services, [Injected] IMailer mailer) => services.GetService(mailer.GetType());
        }
        """);

    [Theory]
    [InlineData("public static void Run() => {|GS0034:Mailer|} = null!;")]
    [InlineData("public static object Run() { return Local(); static object Local() => {|GS0034:Mailer|}; }")]
    [InlineData("public static object Run(string mailer) => mailer + {|GS0034:Mailer|};")]
    [InlineData("public static object Run() { object mailer = {|GS0034:Mailer|}; return mailer; }")]
    [InlineData("public static object Run() => {|GS0034:s_scope|}.ServiceProvider;")]
    public Task Nothing_is_offered_where_a_parameter_will_not_do(string method) => CodeFixTest.VerifyNoFixAsync<InjectServiceCodeFix>(
        $"{Services}public static class Mails {{ public static IMailer Mailer = null!; private static Microsoft.Extensions.DependencyInjection.IServiceScope s_scope = null!; [ScheduledTask] {method} }}");
}
