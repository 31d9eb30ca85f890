using Vim.Persistence.Tests.Kit;

namespace Vim.Persistence.Tests.Sqlite;

public sealed class SqliteSnapshotKitTests : SnapshotKit<SqliteMedium>;
