namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>What a native link needs beside the SDK; test.sh installs it.</summary>
internal static class NativeToolchain
{
    /// <summary>Skips the test where there is no linker. On the build server that is a failure of its own.</summary>
    public static void SkipIfMissing()
    {
        bool isMissing = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .All(folder => !File.Exists(Path.Combine(folder, "clang")));
        Assert.SkipWhen(isMissing && Environment.GetEnvironmentVariable("CI") != "true", "clang is missing: sudo apt-get install clang zlib1g-dev");
    }
}
