namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>A user's project: a copy of one of the folders in <c>Consumers</c>, outside of the repository.</summary>
internal sealed class Consumer
{
    private const string Configuration = "Release";
    private readonly string _folder;

    private Consumer(string folder) => _folder = folder;

    public static Consumer Create(PackedPackage package, string name)
    {
        string source = Path.Combine(Repository.Consumers, name);
        string target = Path.Combine(package.Folder, name);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new Consumer(target);
    }

    public string this[string file] => Path.Combine(_folder, file);

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Command.DotnetAsync(_folder, arguments);

    /// <summary>Restores and builds one project of the folder, the only one unless said otherwise.</summary>
    public Task<CommandResult> BuildAsync(string project = ".", params string[] arguments) =>
        DotnetAsync(["build", project, "-c", Configuration, $"-p:PackedVersion={PackedPackage.Version}", .. arguments]);

    public async Task BuildWithoutAnyWarningAsync(string project = ".")
    {
        CommandResult build = (await BuildAsync(project)).Succeeded();
        Assert.True(build.Messages.Count == 0, string.Join('\n', build.Messages));
    }

    /// <summary>Runs what was built and gives what it printed.</summary>
    public async Task<string> RunAsync(string project = ".") =>
        (await DotnetAsync("run", "--project", project, "-c", Configuration, "--no-build")).Succeeded().Output.Trim();

    public Task<CommandResult> PublishNativeAsync(string runtime) => DotnetAsync(
        "publish", "-c", Configuration, "-r", runtime, "-o", "native", $"-p:PackedVersion={PackedPackage.Version}");

    public Task<CommandResult> RunNativeAsync(string program) => Command.RunAsync(Path.Combine(_folder, "native", program), _folder);
}
