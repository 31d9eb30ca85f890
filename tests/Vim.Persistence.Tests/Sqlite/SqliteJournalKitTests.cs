using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Kit;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

public sealed class SqliteJournalKitTests : JournalKit
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override IJournalStore OpenStore() =>
        SqliteJournalStore.Open(new SqliteJournalOptions { Path = _folder.File("journal.db") });
}
