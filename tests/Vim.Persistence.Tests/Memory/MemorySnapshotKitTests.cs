using Vim.Persistence.Tests.Kit;

namespace Vim.Persistence.Tests.Memory;

public sealed class MemorySnapshotKitTests : SnapshotKit<MemoryMedium>;
