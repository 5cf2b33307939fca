using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class MethodRuleTests
{
    [Theory]
    [InlineData("public static class A { [ScheduledTask] private static void {|GS0001:Run|}() { } }")]
    [InlineData("public class A { [ScheduledTask] protected static void {|GS0001:Run|}() { } }")]
    [InlineData("public class A { [ScheduledTask] private protected void {|GS0001:Run|}() { } }")]
    [InlineData("public static class A { private static class B { [ScheduledTask] public static void {|GS0001:Run|}() { } } }")]
    [InlineData("file static class A { [ScheduledTask] public static void {|GS0001:Run|}() { } }")]
    [InlineData("public class A { private class B { [ScheduledTask] public class {|GS0001:Payload|} { } } }")]
    [InlineData("[ScheduledTask] public class P { } public class A { [Actuator] private static void {|GS0001:Run|}(P p) { } }")]
    public Task GS0001_what_cannot_be_reached(string source) => AnalyzerTest.VerifyAsync(source);

    [Theory]
    [InlineData("internal static class A { [ScheduledTask] internal static void Run() { } }")]
    [InlineData("public class A { [ScheduledTask] protected internal static void Run() { } }")]
    [InlineData("public class A { internal class B { [ScheduledTask] public void Run() { } } }")]
    public Task GS0001_is_silent_on_what_the_assembly_can_reach(string source) => AnalyzerTest.VerifyAsync(source, emittedFiles: 2);

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static void {|GS0002:Run|}<T>(T a) { } }")]
    [InlineData("public static class A<T> { [ScheduledTask] public static void {|GS0002:Run|}() { } }")]
    [InlineData("public static class A<T> { public static class B { [ScheduledTask] public static void {|GS0002:Run|}() { } } }")]
    [InlineData("[ScheduledTask] public class {|GS0002:Payload|}<T> { }")]
    [InlineData("[Actuator] public abstract class {|GS0002,GS0022:Runner|}<T> { }")]
    public Task GS0002_generic_tasks(string source) => AnalyzerTest.VerifyAsync(source);

    [Fact]
    public Task GS0002_is_silent_on_generic_arguments() => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask] public static Dictionary<string, int> Run(List<int> a) => new(); }", emittedFiles: 2);

    [Theory]
    [InlineData("ref int {|GS0003:a|}", "")]
    [InlineData("out int {|GS0003:a|}", "a = 1;")]
    [InlineData("in int {|GS0003:a|}", "")]
    [InlineData("ref readonly int {|GS0003:a|}", "")]
    [InlineData("in CancellationToken {|GS0003:a|}", "")]
    [InlineData("[Injected] ref string {|GS0003:a|}", "")]
    public Task GS0003_parameters_by_reference(string parameter, string body) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static void Run(int b, {parameter}) {{ {body} }} }}");

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static async void {|GS0004:Run|}() { await Task.Yield(); } }")]
    [InlineData("public partial class A { [ScheduledTask] public static partial void {|GS0004:Run|}(); public static async partial void Run() { await Task.Yield(); } }")]
    public Task GS0004_async_void(string source) => AnalyzerTest.VerifyAsync(source);

    [Theory]
    [InlineData("void", "")]
    [InlineData("async Task", "await Task.Yield();")]
    public Task GS0004_is_silent_on_what_can_be_awaited(string returns, string body) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static {returns} Run() {{ {body} }} }}", emittedFiles: 2);

    [Theory]
    [InlineData("Span<int> {|GS0012:a|}")]
    [InlineData("ReadOnlySpan<char> {|GS0012:a|}")]
    [InlineData("int* {|GS0012:a|}")]
    [InlineData("int*[] {|GS0012:a|}")]
    [InlineData("delegate*<int, void> {|GS0012:a|}")]
    [InlineData("[Injected] Span<int> {|GS0012:a|}")]
    [InlineData("TypedReference {|GS0012:a|}")]
    public Task GS0012_parameters_that_cannot_be_stored(string parameter) => AnalyzerTest.VerifyAsync(
        $"public static unsafe class A {{ [ScheduledTask] public static void Run({parameter}) {{ }} }}");

    [Fact]
    public Task GS0012_file_local_types() => AnalyzerTest.VerifyAsync(
        "file class Local { } file static class A { [ScheduledTask] public static void {|GS0001:Run|}(List<Local> {|GS0012:a|}) { } }");

    [Fact]
    public Task GS0012_properties_of_a_payload() => AnalyzerTest.VerifyAsync(
        "[ScheduledTask] public unsafe class Payload { public int* {|GS0012:Pointer|} { get; set; } }");

    [Theory]
    [InlineData("int[] a")]
    [InlineData("Memory<int> a")]
    [InlineData("(int, string) a")]
    [InlineData("Int128 a")]
    public Task GS0012_is_silent_on_what_can_be_stored(string parameter) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static void Run({parameter}) {{ }} }}", emittedFiles: 2);

    [Theory]
    [InlineData("Span<int>", "return default;")]
    [InlineData("int*", "return null;")]
    [InlineData("Task<Task<int>>", "return null!;")]
    [InlineData("Task<Task>", "return null!;")]
    [InlineData("ValueTask<ValueTask<int>>", "return default;")]
    [InlineData("Special", "return null!;")]
    public Task GS0013_results_that_cannot_be_kept(string returns, string body) => AnalyzerTest.VerifyAsync(
        $$"""
        public class Special() : Task<int>(() => 1);
        public static unsafe class A { [ScheduledTask] public static {{returns}} {|GS0013:Run|}() { {{body}} } }
        """);

    [Fact]
    public Task GS0013_results_by_reference() => AnalyzerTest.VerifyAsync(
        "public static class A { private static int s_value; [ScheduledTask] public static ref int {|GS0013:Run|}() => ref s_value; }");

    [Theory]
    [InlineData("public abstract class A { [ScheduledTask] public abstract void {|GS0015:Run|}(); }")]
    [InlineData("public interface IA { [ScheduledTask] void {|GS0015:Run|}(); }")]
    [InlineData("public interface IA { [ScheduledTask] static void {|GS0015:Run|}() { } }")]
    [InlineData("public class A { [ScheduledTask] public static A operator {|GS0015:+|}(A a, A b) => a; }")]
    [InlineData("public class A { public int B { [ScheduledTask] {|GS0015:get|} => 1; } }")]
    [InlineData("public class A { public void B() { [ScheduledTask] void {|GS0015:Local|}() { } Local(); } }")]
    [InlineData("public class A { public Action B() => {|GS0015:[ScheduledTask] () => { }|}; }")]
    public Task GS0015_what_is_no_ordinary_method(string source) => AnalyzerTest.VerifyAsync(source);

    [Fact]
    public Task GS0015_members_of_an_extension_block() => AnalyzerTest.VerifyAsync(
        "public static class A { extension(string s) { [ScheduledTask] public static void {|GS0015:Run|}() { } } }",
        version: LanguageVersion.CSharp14);

    [Theory]
    [InlineData("public abstract class A { [ScheduledTask] public void {|GS0016:Run|}() { } }")]
    [InlineData("public struct A { [ScheduledTask] public void {|GS0016:Run|}() { } }")]
    [InlineData("public class A { private A() { } [ScheduledTask] public void {|GS0016:Run|}() { } }")]
    [InlineData("public class A { public required int B { get; set; } [ScheduledTask] public void {|GS0016:Run|}() { } }")]
    [InlineData("[ScheduledTask] public class P { } [Actuator] public abstract class {|GS0016:A|} : ITaskActuator<P, int> { }")]
    public Task GS0016_what_cannot_be_created(string source) => AnalyzerTest.VerifyAsync(source);

    [Theory]
    [InlineData("public class A { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public A() { B = 1; } public required int B { get; set; } [ScheduledTask] public void Run() { } }")]
    [InlineData("public abstract class A { [ScheduledTask] public static void Run() { } }")]
    [InlineData("public struct A { [ScheduledTask] public static void Run() { } }")]
    [InlineData("public record A(IServiceProvider Services) { [ScheduledTask] public void Run() { } }")]
    public Task GS0016_is_silent_on_what_can_be_created(string source) => AnalyzerTest.VerifyAsync(source, emittedFiles: 2);
}
