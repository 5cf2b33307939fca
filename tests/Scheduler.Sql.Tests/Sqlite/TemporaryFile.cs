namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>The path of a database that is not there yet, in a folder that goes when the test ends.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("scheduler-sqlite-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "tasks.db");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
