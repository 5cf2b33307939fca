namespace GeneratedScheduler.Architecture.Tests;

public sealed class FolderUsesTests : IDisposable
{
    private readonly string _project = Directory.CreateTempSubdirectory("scheduler-folders-").FullName;

    public void Dispose() => Directory.Delete(_project, recursive: true);

    [Theory]
    [InlineData("class User { B.Used _field; }")]
    [InlineData("class User : B.Used;")]
    [InlineData("class User { int M() => B.Used.Number; }")]
    [InlineData("class User { object M() => new System.Collections.Generic.List<B.Used>(); }")]
    [InlineData("class User { void M(object o) { if (o is B.Used) { } } }")]
    [InlineData("class User { void M() => B.Extensions.Twice(1); }")]
    [InlineData("using B; class User { int M() => 1.Twice(); }")]
    public void A_use_is_found(string code)
    {
        FolderUses uses = Read(code);
        Assert.Equal(["A", "B"], uses.Folders);
        KeyValuePair<(string From, string To), string> use = Assert.Single(uses.Examples);
        Assert.Equal(("A", "B"), use.Key);
        Assert.StartsWith($"A{Path.DirectorySeparatorChar}Deep{Path.DirectorySeparatorChar}User.cs uses ", use.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/// <summary><see cref=\"B.Used\"/></summary> class User { }")]
    [InlineData("class User { string M() => \"B.Used\"; } // B.Used")]
    [InlineData("class User { int Used; int M() => Used; }")]
    public void A_mention_is_none(string code) => Assert.Empty(Read(code).Examples);

    private FolderUses Read(string code)
    {
        Write("A/Deep/User.cs", code);
        Write("B/Used.cs", "namespace B; class Used { public const int Number = 1; } static class Extensions { public static int Twice(this int number) => 2 * number; }");
        Write("obj/Built.cs", "class Built { B.Used _field; }");
        return FolderUses.Read(_project);
    }

    private void Write(string file, string code)
    {
        string path = Path.Combine(_project, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, code);
    }
}
