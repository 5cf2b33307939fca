using System.IO.Compression;
using GeneratedScheduler.Package.Tests.Testing;

namespace GeneratedScheduler.Package.Tests;

/// <summary>The packed file itself.</summary>
public class PackingTests(PackedPackage package)
{
    [Theory]
    [InlineData("lib/net10.0/GeneratedScheduler.Runtime.dll")]
    [InlineData("lib/net10.0/GeneratedScheduler.Runtime.xml")]
    [InlineData("analyzers/dotnet/cs/GeneratedScheduler.Generators.dll")]
    [InlineData("analyzers/dotnet/cs/GeneratedScheduler.CodeFixes.dll")]
    [InlineData("buildTransitive/net10.0/GeneratedScheduler.props")]
    [InlineData("buildTransitive/net10.0/GeneratedScheduler.targets")]
    [InlineData("docs/rules/GS0001.md")]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    public void The_package_has_everything(string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        Assert.NotNull(archive.GetEntry(entry));
    }

    [Fact]
    public void The_symbols_are_packed_too()
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.ChangeExtension(package.File, ".snupkg"));
        Assert.NotNull(archive.GetEntry("lib/net10.0/GeneratedScheduler.Runtime.pdb"));
    }

    [Fact]
    public void The_analyzers_bring_no_dependency_to_users()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using var reader = new StreamReader(archive.GetEntry("GeneratedScheduler.nuspec")!.Open());
        Assert.DoesNotContain("CodeAnalysis", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analyzers/dotnet", "lacks analyzers/dotnet/cs/GeneratedScheduler.Generators.dll")]
    [InlineData("lib/net10.0", "lacks analyzers/dotnet/cs/GeneratedScheduler.Generators.dll")]
    public async Task Packing_fails_if_the_analyzers_lie_in_the_wrong_folder(string folder, string reason)
    {
        string feed = Path.Combine(package.Folder, "packed-into-" + folder.Replace('/', '-'));

        CommandResult pack = (await PackedPackage.PackAsync(feed, $"-p:CompilerPartsFolder={folder}")).Failed();

        Assert.Contains(reason, pack.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(feed, "*.nupkg"));
    }

    [Fact]
    public async Task Packing_fails_if_an_analyzer_is_missing()
    {
        string feed = Path.Combine(package.Folder, "missing");

        CommandResult pack = (await PackedPackage.PackAsync(feed, "-p:CompilerPartsOutput=bin/NeverBuilt")).Failed();

        Assert.Contains("bin/NeverBuilt", pack.Output, StringComparison.Ordinal);
    }
}
