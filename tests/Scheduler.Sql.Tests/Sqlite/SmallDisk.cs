using System.Globalization;
using System.Runtime.InteropServices;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Lets one file grow to so many pages only, in every connection that is opened while it lives, whoever opens it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Library = "e_sqlite3";
    private readonly string _path;
    private readonly Opened _opened;
    private volatile int _mostPages = int.MaxValue;

    public SmallDisk(string path)
    {
        _path = path;
        _opened = OnOpened;
        Assert.Equal(0, sqlite3_auto_extension(Marshal.GetFunctionPointerForDelegate(_opened)));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Opened(nint connection, nint error, nint api);

    /// <summary>Holds for connections that are opened from now on.</summary>
    public int MostPages
    {
        get => _mostPages;
        set => _mostPages = value;
    }

    public void Dispose()
    {
        _ = sqlite3_cancel_auto_extension(Marshal.GetFunctionPointerForDelegate(_opened));
        GC.KeepAlive(_opened);
    }

    private int OnOpened(nint connection, nint error, nint api) =>
        Marshal.PtrToStringUTF8(sqlite3_db_filename(connection, 0)) == _path
            ? sqlite3_exec(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {_mostPages}"), 0, 0, 0)
            : 0;

#pragma warning disable SYSLIB1054, CA2101, CA5392 // Generated marshalling needs unsafe code; the library is loaded already.
    [DllImport(Library)]
    private static extern int sqlite3_auto_extension(nint entry);

    [DllImport(Library)]
    private static extern int sqlite3_cancel_auto_extension(nint entry);

    [DllImport(Library)]
    private static extern nint sqlite3_db_filename(nint connection, int database);

    [DllImport(Library)]
    private static extern int sqlite3_exec(nint connection, [MarshalAs(UnmanagedType.LPUTF8Str)] string sql, nint callback, nint argument, nint error);
#pragma warning restore SYSLIB1054, CA2101, CA5392
}
