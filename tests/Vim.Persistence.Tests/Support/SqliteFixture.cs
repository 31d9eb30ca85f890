using Vim.Persistence.Sql.Sqlite;

namespace Vim.Persistence.Tests.Support;

/// <summary>A folder with an SQLite journal in it.</summary>
public sealed class SqliteFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteJournalStore? _store;

    public SqliteFixture() => Options = new SqliteJournalOptions { Path = _folder.File("journal.db") };

    public SqliteJournalOptions Options { get; set; }

    public string Path => Options.Path;

    public string File(string name) => _folder.File(name);

    public SqliteJournalStore Open() => _store = SqliteJournalStore.Open(Options);

    public async Task CloseAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
            _store = null;
        }
    }

    /// <summary>Copies the file and its log as a crash would leave them.</summary>
    public string CopyAsCrashed(string name)
    {
        var copy = File(name);
        System.IO.File.Copy(Path, copy);
        System.IO.File.Copy(Path + "-wal", copy + "-wal");
        return copy;
    }

    public static async Task<Collected> ReadAsync(IJournalStore store, string shard = "zone-1")
    {
        var reader = new Collected();
        store.ReplayShard(shard, reader);
        Assert.Null(await reader.Completed);
        return reader;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }
}
