using System.IO.Compression;
using System.Xml.Linq;
using GeneratedScheduler.Package.Tests.Testing;

namespace GeneratedScheduler.Package.Tests;

/// <summary>What the packages ask for beside themselves.</summary>
public class DependencyTests(PackedPackage package)
{
    // Each package, and the packages of ours that it asks for.
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["GeneratedScheduler"] = [],
        ["GeneratedScheduler.Conformance"] = ["GeneratedScheduler"],
        ["GeneratedScheduler.Sql"] = ["GeneratedScheduler"],
        ["GeneratedScheduler.Sql.MySql"] = ["GeneratedScheduler.Sql"],
        ["GeneratedScheduler.Sql.PostgreSql"] = ["GeneratedScheduler.Sql"],
        ["GeneratedScheduler.Sql.Sqlite"] = ["GeneratedScheduler.Sql"],
        ["GeneratedScheduler.Testing"] = ["GeneratedScheduler"],
    };

    [Fact]
    public async Task Packages_of_one_version_ask_for_exactly_each_other()
    {
        string feed = Path.Combine(package.Folder, "all");
        foreach (string project in Directory.EnumerateFiles(Repository.Sources, "*.csproj", SearchOption.AllDirectories))
        {
            (await PackedPackage.PackProjectAsync(project, feed)).Succeeded();
        }

        Dictionary<string, (string Id, string Version)[]> found = Directory.EnumerateFiles(feed, "*.nupkg").Select(Read).ToDictionary();
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, one => Assert.Equal(
            Expected[one.Key].Select(id => (id, $"[{PackedPackage.Version}]")),
            one.Value));
    }

    private static KeyValuePair<string, (string Id, string Version)[]> Read(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        using Stream stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        return new(
            metadata.Elements().Single(element => element.Name.LocalName == "id").Value,
            [
                .. metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
                    .Select(element => ((string)element.Attribute("id")!, (string)element.Attribute("version")!))
                    .Where(dependency => dependency.Item1.StartsWith("GeneratedScheduler", StringComparison.Ordinal)),
            ]);
    }
}
