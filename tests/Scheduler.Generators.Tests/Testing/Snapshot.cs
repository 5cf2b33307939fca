using System.Runtime.CompilerServices;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>
/// Compares text with the file <c>Test.name.verified.cs</c> beside the test; a mismatch leaves <c>Test.name.received.cs</c>.
/// The conventions are Verify's, so that it can take this helper's place.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string text, string name, [CallerFilePath] string testFile = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(testFile)!, Path.GetFileNameWithoutExtension(testFile) + "." + name);
        string verified = stem + ".verified.cs";
        string received = stem + ".received.cs";
        if (File.Exists(verified) && File.ReadAllText(verified) == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail(
            $"The output differs from {Path.GetFileName(verified)}. Compare it with {received}; to accept it, "
            + "rename that file to end with .verified.cs.");
    }
}
