using GeneratedScheduler.Generators.Analyzers.Storage;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

/// <summary>State that another generator emits is seen by the analyzer only, which must not rely on it.</summary>
public class EmittedStateTests
{
    [Theory]
    [InlineData("private string _name = \"none\";", "public string Name { get => _name; set => _name = value; }", "GS0045", "_name", "'Name' of 'Form'")]
    [InlineData("", "public string Name { get; set; } = \"none\";", "GS0045", "Form", "'Name' of 'Form'")]
    [InlineData("", "public string Name { get => Get(); set => Set(value); } private static string Get() => \"\"; private static void Set(string value) { }", "GS0045", "Form", "'Name' of 'Form'")]
    [InlineData("", "private readonly int _value; public int Value => _value; private Form(int value) => _value = value; public Form() { }", "GS0045", "Form", "'Value' of 'Form'")]
    public async Task GS0045_state_that_is_emitted(string written, string emitted, string id, string place, string message)
    {
        string source = Usings + $"[ScheduledTask] public partial class Form {{ public int Id {{ get; set; }} {written} }} public static class A {{ [Actuator] public static void Run(Form form) {{ }} }}";
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync(source, $"partial class Form {{ {emitted} }}"));

        Assert.Equal((id, place), (diagnostic.Id, TextAt(diagnostic)));
        Assert.StartsWith(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public partial string Name { get; set; }", "public partial string Name { get => field ?? \"\"; set => field = value; }")]
    [InlineData("public partial string Name { get; set; }", "private string _name = \"\"; public partial string Name { get => _name; set => _name = value; }")]
    [InlineData("[NotStored] private string _name = \"none\";", "public string Name => _name;")]
    [InlineData("", "public string Text => \"x\"; public void Do() { } public event System.Action? Changed; private void Raise() => Changed?.Invoke();")]
    public async Task GS0045_is_silent_on_partial_properties_and_what_is_not_state(string written, string emitted)
    {
        string source = Usings + $"[ScheduledTask] public partial class Form {{ public int Id {{ get; set; }} {written} }} public static class A {{ [Actuator] public static void Run(Form form) {{ }} }}";

        Assert.Empty(await AnalyzeAsync(source, $"partial class Form {{ {emitted} }}"));
    }

    [Theory]
    [InlineData("public partial class Item { private string _name = \"none\"; }", "partial class Item { public string Name { get => _name; set => _name = value; } }")]
    [InlineData("public partial class Item { }", "partial class Item { public string Name { get; set; } = \"\"; }")]
    [InlineData("public partial struct Item { }", "[System.Text.Json.Serialization.JsonConverter(typeof(int))] partial struct Item { private readonly int _value; public Item(int value) => _value = value; public int Value => _value; }")]
    public async Task GS0044_state_within_a_payload_that_is_emitted(string written, string emitted)
    {
        string source = Usings + written + " public static class A { [ScheduledTask] public static void Run(Item here) { } }";
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync(source, emitted));

        Assert.Equal(("GS0044", "here"), (diagnostic.Id, TextAt(diagnostic)));
        Assert.Contains("emitted by another generator", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private const string Usings = "#nullable enable\nusing GeneratedScheduler; ";

    private static string TextAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    private static async Task<IEnumerable<Diagnostic>> AnalyzeAsync(string source, string emitted)
    {
        GeneratorRun run = GeneratorRun.Start(
            TestCompilation.Create([source], LanguageVersion.Preview), StoredOptions, others: new OtherGenerator("#nullable enable\n" + emitted));
        return await run.Output
            .WithAnalyzers([new StorageAnalyzer()], new AnalyzerOptions([], StoredOptions))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private static BuildProperties StoredOptions => Storage.StoredProgram.Options("all");
}
