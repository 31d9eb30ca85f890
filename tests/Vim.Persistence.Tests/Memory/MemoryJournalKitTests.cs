using Vim.Persistence.Memory;
using Vim.Persistence.Tests.Kit;

namespace Vim.Persistence.Tests.Memory;

public sealed class MemoryJournalKitTests : JournalKit
{
    private readonly MemoryJournalMedium _medium = new();

    protected override IJournalStore OpenStore() => new MemoryJournalStore(_medium);
}
