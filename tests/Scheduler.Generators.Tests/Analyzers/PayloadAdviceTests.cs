using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class PayloadAdviceTests
{
    [Theory]
    [InlineData("Action")]
    [InlineData("Func<int>?")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>>")]
    [InlineData("System.IO.Stream")]
    [InlineData("System.IO.MemoryStream?")]
    [InlineData("System.IO.StringReader")]
    [InlineData("System.IO.TextWriter")]
    [InlineData("System.Text.Json.JsonDocument")]
    [InlineData("Task<int>")]
    [InlineData("ValueTask")]
    [InlineData("CancellationTokenSource")]
    [InlineData("CancellationToken?")]
    [InlineData("System.Data.Common.DbConnection")]
    [InlineData("System.Linq.IQueryable<int>")]
    [InlineData("IAsyncEnumerable<int>")]
    [InlineData("Type")]
    [InlineData("System.Reflection.MethodInfo")]
    [InlineData("Thread")]
    [InlineData("IntPtr")]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle")]
    [InlineData("TaskHandle<int>")]
    [InlineData("Lazy<int>")]
    [InlineData("List<Lazy<string>>")]
    [InlineData("WeakReference")]
    [InlineData("WeakReference<string>")]
    [InlineData("System.Threading.Channels.Channel<int>")]
    [InlineData("System.Threading.Channels.Channel<int, string>")]
    [InlineData("System.Threading.Channels.ChannelReader<int>")]
    [InlineData("System.Threading.Channels.ChannelWriter<int>[]")]
    [InlineData("System.Threading.AsyncLocal<int>")]
    [InlineData("TaskCompletionSource")]
    [InlineData("TaskCompletionSource<int>")]
    [InlineData("System.IO.Pipelines.PipeReader")]
    [InlineData("System.Buffers.ArrayPool<byte>")]
    [InlineData("System.Net.Http.HttpContent")]
    [InlineData("Action[]")]
    [InlineData("List<System.IO.Stream?>")]
    [InlineData("Dictionary<string, List<Action>>")]
    [InlineData("(int, (string, Action))")]
    [InlineData("List<IServiceProvider>")]
    [InlineData("Holder")]
    [InlineData("List<Nested>")]
    public Task GS0024_parameters_that_are_bound_to_the_process(string type) => AnalyzerTest.VerifyAsync(
        $$"""
        public class Holder { public Action? Done { get; set; } public Holder? Next { get; set; } }
        public record Nested(Holder[] Holders);
        public static class A { [ScheduledTask] public static void Run({{type}} {|GS0024:a|}) { } }
        """,
        emittedFiles: 2);

    [Fact]
    public Task GS0024_properties_of_payloads() => AnalyzerTest.VerifyAsync(
        """
        public class Base { public System.IO.Stream? {|GS0024:File|} { get; set; } }
        [ScheduledTask] public class Input : Base
        {
            public Action? {|GS0024:Done|} { get; init; }
            public CancellationToken {|GS0024:Token|} { get; set; }
            public int Number { get; set; }
            public Action? Computed => null;
            internal Action? Hidden { get; set; }
        }
        public static class A { [Actuator] public static void Run(Input input) { } }
        """,
        emittedFiles: 2);

    [Fact]
    public Task GS0024_parts_of_a_positional_record() => AnalyzerTest.VerifyAsync(
        "[ScheduledTask] public record Input(int A, Action {|GS0024:B|}); public static class A { [Actuator] public static void Run(Input input) { } }",
        emittedFiles: 2);

    [Theory]
    [InlineData("Uri a")]
    [InlineData("byte[] a")]
    [InlineData("ReadOnlyMemory<byte> a")]
    [InlineData("IReadOnlyList<int> a")]
    [InlineData("System.Text.Json.JsonElement a")]
    [InlineData("System.Globalization.CultureInfo a")]
    [InlineData("Tree a")]
    [InlineData("CancellationToken a")]
    [InlineData("[Injected] System.IO.Stream a")]
    [InlineData("[Injected] System.Threading.Channels.ChannelWriter<int> a")]
    [InlineData("System.Threading.ThreadPriority a")]
    [InlineData("System.Net.IPEndPoint a")]
    [InlineData("System.Net.Http.HttpMethod a")]
    [InlineData("System.Diagnostics.ProcessStartInfo a")]
    [InlineData("object a")]
    public Task GS0024_is_silent_on_data_and_services(string parameter) => AnalyzerTest.VerifyAsync(
        $$"""
        public class Tree { public List<Tree> Leaves { get; set; } = []; public Action Method() => () => { }; }
        public static class A { [ScheduledTask] public static void Run({{parameter}}) => GC.KeepAlive(a); }
        """,
        emittedFiles: 2);

    [Theory]
    [InlineData("IFooRepository")]
    [InlineData("IFooRepository?")]
    [InlineData("IGeneric<int>")]
    [InlineData("IDerived")]
    [InlineData("IEmptyService")]
    [InlineData("Microsoft.Extensions.Logging.ILoggerFactory")]
    [InlineData("IDisposable")]
    [InlineData("IServiceProviderIsNothing")]
    [InlineData("System.Net.Http.HttpClient")]
    [InlineData("TimeProvider")]
    [InlineData("FooService")]
    [InlineData("FooClient")]
    [InlineData("Database")]
    [InlineData("Microsoft.AspNetCore.Http.IRequest")]
    [InlineData("IUserAccessor")]
    [InlineData("EmittedScheduler")]
    public Task GS0025_parameters_that_look_like_services(string type) => AnalyzerTest.VerifyAsync(
        $$"""
        namespace Microsoft.EntityFrameworkCore { public class DbContext : IDisposable { public void Dispose() { } public object? Model { get; set; } } }
        namespace Microsoft.AspNetCore.Http { public interface IRequest { string Path { get; } } }
        public interface IUserAccessor { string? User { get; } }
        public interface IFooRepository { int Find(int id); }
        public interface IServiceProviderIsNothing { event Action Changed; void Raise(); }
        public interface IGeneric<T> { T Get(); }
        public interface IDerived : IFooRepository { }
        public interface IEmptyService { }
        public class FooService { public int Count { get; } }
        public sealed class FooClient(int a) : IDisposable { public void Dispose() => GC.KeepAlive(a); }
        public class Database : Microsoft.EntityFrameworkCore.DbContext { public int Number { get; set; } }
        public static class A
        {
            [ScheduledTask] public static void Emitted() { }
            [ScheduledTask] public static void Run(int a, {{type}} {|GS0025:b|}) { }
        }
        """,
        emittedFiles: type == "EmittedScheduler" ? 2 : 3);

    [Fact]
    public Task GS0025_parameters_of_an_actuator() => AnalyzerTest.VerifyAsync(
        """
        public interface IMailer { void Send(); }
        [ScheduledTask] public class InputContext { public void Send() { } }
        public static class A { [Actuator] public static void {|GS0021:Run|}(InputContext input, IMailer {|GS0025:mailer|}) { } }
        """);

    [Theory]
    [InlineData("IEnumerable<int> a")]
    [InlineData("IReadOnlyDictionary<string, int> a")]
    [InlineData("IComparable a")]
    [InlineData("IFormattable a")]
    [InlineData("IThing a")]
    [InlineData("IBag a")]
    [InlineData("Context a")]
    [InlineData("TaxService a")]
    [InlineData("RecordManager a")]
    [InlineData("StructHandler a")]
    [InlineData("FieldProvider a")]
    [InlineData("[Injected] IMailer a")]
    [InlineData("[Microsoft.Extensions.DependencyInjection.FromKeyedServices(1)] IMailer a")]
    [InlineData("IServiceProvider a")]
    [InlineData("Microsoft.Extensions.Logging.ILogger<A> a")]
    public Task GS0025_is_silent_on_data_and_on_what_is_injected(string parameter) => AnalyzerTest.VerifyAsync(
        $$"""
        public interface IMailer { void Send(); }
        public interface IThing { int Number { get; } }
        public interface IBag : IReadOnlyList<int> { void Shake(); }
        public class Context { }
        public class TaxService { public decimal Rate { get; set; } }
        public record RecordManager(int A);
        public struct StructHandler { }
        public class FieldProvider { public int A; }
        public class A { [ScheduledTask] public static void Run({{parameter}}) => GC.KeepAlive(a); }
        """,
        emittedFiles: 2);

    [Fact]
    public Task GS0026_a_method_that_cannot_learn_of_its_time_out() => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask(Timeout = {|GS0026:\"00:00:05\"|})] public static void Run(int a) { } }", emittedFiles: 2);

    [Fact]
    public Task GS0026_an_actuator_that_cannot_learn_of_its_payloads_time_out() => AnalyzerTest.VerifyAsync(
        """
        [ScheduledTask(MaxAttempts = 2, Timeout = "00:00:05")] public record Input(int A);
        public static class A { [Actuator] public static void {|GS0026:Run|}(Input input) { } }
        """,
        emittedFiles: 2);

    [Theory]
    [InlineData("", "")]
    [InlineData("Timeout = null", "")]
    [InlineData("Timeout = \"00:00:05\"", "TaskContext context")]
    public async Task GS0026_is_silent_without_a_time_out_or_with_a_way_to_learn_of_it(string arguments, string parameter)
    {
        await AnalyzerTest.VerifyAsync($"public static class A {{ [ScheduledTask({arguments})] public static void Run({parameter}) {{ }} }}", emittedFiles: 2);
        string more = parameter.Length == 0 ? "" : ", " + parameter;
        await AnalyzerTest.VerifyAsync(
            $"[ScheduledTask({arguments})] public class Input; public static class A {{ [Actuator] public static void Run(Input input{more}) {{ }} }}",
            emittedFiles: 2);
    }

    [Fact]
    public Task GS0026_says_nothing_of_a_time_out_that_is_wrong() => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask(Timeout = {|GS0007:\"5\"|})] public static void Run() { } }");
}
