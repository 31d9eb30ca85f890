using Vim.Persistence.Tests.Kit;

namespace Vim.Persistence.Tests.Sqlite;

public sealed class SqliteJournalKitTests : JournalKit<SqliteMedium>;
