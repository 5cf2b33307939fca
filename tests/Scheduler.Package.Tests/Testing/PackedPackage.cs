using GeneratedScheduler.Package.Tests.Testing;

[assembly: AssemblyFixture(typeof(PackedPackage))]

namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>The package, packed once for all tests into a feed of their own, and a folder outside of the repository.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    // Names no release: a package of that version, left in some cache by an earlier run, must not be taken for this one.
    public const string Version = "0.0.1-test";

    /// <summary>Where everything lies that the tests make.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("scheduler-package-").FullName;

    public string Feed => Path.Combine(Folder, "feed");

    public string File => Path.Combine(Feed, $"GeneratedScheduler.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        (await PackAsync(Feed)).Succeeded();
        System.IO.File.WriteAllText(Path.Combine(Folder, "NuGet.config"), NuGetConfig());

        // Nothing above this folder has a say in the consumers' builds.
        foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            System.IO.File.WriteAllText(Path.Combine(Folder, name), "<Project />\n");
        }

        System.IO.File.WriteAllText(Path.Combine(Folder, ".editorconfig"), "root = true\n");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Packs what was built; further properties as <c>-p:Name=Value</c>.</summary>
    internal static Task<CommandResult> PackAsync(string feed, params string[] properties) =>
        PackProjectAsync(Repository.RuntimeProject, feed, properties);

    /// <summary>Packs one project that was built; further properties as <c>-p:Name=Value</c>.</summary>
    internal static Task<CommandResult> PackProjectAsync(string project, string feed, params string[] properties) => Command.DotnetAsync(
        Repository.Root,
        [
            "pack", project, "--no-build", "-c", Repository.Configuration, "-o", feed,
            $"-p:Version={Version}", "-p:BuildProjectReferences=false", .. properties,
        ]);

    // Our package is unpacked into a folder that goes with the test; all others come from the user's cache where it has them.
    private string NuGetConfig()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(Folder, "packages")}" />
              </config>
              <fallbackPackageFolders>
                {(Directory.Exists(cache) ? $"<add key=\"cache\" value=\"{cache}\" />" : "")}
              </fallbackPackageFolders>
              <packageSources>
                <add key="packed" value="{Feed}" />
              </packageSources>
            </configuration>
            """;
    }
}
