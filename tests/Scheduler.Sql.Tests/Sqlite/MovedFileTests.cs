using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Sql.Tests.Shared;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>The file is taken away while it is in use: nothing is acknowledged that nobody could find again.</summary>
public sealed class MovedFileTests
{
    public static TheoryData<string> Ways => ["deleted", "moved", "replaced", "folder moved", "log deleted"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Ways))]
    public async Task A_write_into_a_file_that_was_taken_away_is_refused(string way)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be taken away there.");
        using TemporaryFile file = new();
        Directory.CreateDirectory(Path.Combine(file.Folder, "a"));
        string path = Path.Combine(file.Folder, "a", "tasks.db");
        await using SqlTaskContainer<FirstMailTask, string> container = new SqliteStore(path).OpenAlone(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        await container.AddAsync(new FirstMailTask("before", 1));
        TakeAway(path, way);
        for (int i = 0; i < 3; i++)
        {
            SqliteFileException refusal = await Assert.ThrowsAsync<SqliteFileException>(() => container.AddAsync(new FirstMailTask("lost", i)));
            Assert.Equal(path, refusal.Path);
            if (way == "replaced" || way == "log deleted")
            {
                // What is there next is another database, or this one with another log.
                return;
            }
        }

        await Assert.ThrowsAsync<SqliteFileException>(async () => await container.CountAsync(Cancellation));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Work_goes_on_when_the_file_is_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be taken away there.");
        using TemporaryFile file = new();
        await using SqlTaskContainer<FirstMailTask, string> container = new SqliteStore(file.Path).OpenAlone(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        await container.AddAsync(new FirstMailTask("before", 1));
        Move(file.Path, file.Path + ".away");
        await Assert.ThrowsAsync<SqliteFileException>(() => container.AddAsync(new FirstMailTask("lost", 1)));
        Move(file.Path + ".away", file.Path);
        await container.AddAsync(new FirstMailTask("after", 1));
        Assert.InRange((await container.CountAsync(Cancellation)).Waiting, 2, 3);
    }

    private static void TakeAway(string path, string way)
    {
        switch (way)
        {
            case "deleted":
                File.Delete(path);
                File.Delete(path + "-wal");
                File.Delete(path + "-shm");
                break;
            case "moved":
                Move(path, path + ".away");
                break;
            case "replaced":
                File.Copy(path, path + ".copy");
                File.Move(path + ".copy", path, overwrite: true);
                break;
            case "folder moved":
                Directory.Move(Path.GetDirectoryName(path)!, Path.GetDirectoryName(path) + "-away");
                break;
            default:
                File.Delete(path + "-wal");
                break;
        }
    }

    private static void Move(string from, string to)
    {
        foreach (string end in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(from + end))
            {
                File.Move(from + end, to + end);
            }
        }
    }
}
