using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Kit;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

public sealed class SqliteMedium : IStoreMedium
{
    private readonly TemporaryFolder _folder = new();

    public IJournalStore Open() =>
        SqliteJournalStore.Open(new SqliteJournalOptions { Path = _folder.File("journal.db") });

    public void Dispose() => _folder.Dispose();
}
