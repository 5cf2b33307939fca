namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>A user's project: a copy of one of the folders in <c>Consumers</c>, outside of the repository.</summary>
internal sealed class Consumer
{
    private const string Configuration = "Release";
    private readonly string _folder;

    private Consumer(string folder) => _folder = folder;

    /// <param name="package">The package.</param>
    /// <param name="name">The folder.</param>
    /// <param name="copy">What the copy is called, where several tests take one of the same folder.</param>
    public static Consumer Create(PackedPackage package, string name, string? copy = null)
    {
        string source = Path.Combine(Repository.Consumers, name);
        string target = Path.Combine(package.Folder, copy ?? name);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copied = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copied)!);
            File.Copy(file, copied);
        }

        return new Consumer(target);
    }

    /// <summary>A project that was made in the package's folder.</summary>
    public static Consumer Open(PackedPackage package, string name) => new(Path.Combine(package.Folder, name));

    public string this[string file] => Path.Combine(_folder, file);

    public IEnumerable<string?> FilesIn(string folder) => Directory.GetFiles(this[folder]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>Replaces what must be there.</summary>
    public void Edit(string file, params (string Old, string New)[] edits)
    {
        string text = File.ReadAllText(this[file]);
        foreach ((string old, string @new) in edits)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }

        File.WriteAllText(this[file], text);
    }

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
    public async Task<string> RunAsync(string project = ".", params string[] arguments) =>
        (await DotnetAsync(["run", "--project", project, "-c", Configuration, "--no-build", "--", .. arguments])).Succeeded().Output.Trim();

    public Task<CommandResult> PublishNativeAsync(string runtime) => DotnetAsync(
        "publish", "-c", Configuration, "-r", runtime, "-o", "native", $"-p:PackedVersion={PackedPackage.Version}");

    public Task<CommandResult> RunNativeAsync(string program, params string[] arguments) =>
        Command.RunAsync(Path.Combine(_folder, "native", program), _folder, arguments);
}
