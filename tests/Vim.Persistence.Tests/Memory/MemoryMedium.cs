using Vim.Persistence.Memory;
using Vim.Persistence.Tests.Kit;

namespace Vim.Persistence.Tests.Memory;

public sealed class MemoryMedium : IStoreMedium
{
    private readonly MemoryJournalMedium _medium = new();

    public IJournalStore Open() => new MemoryJournalStore(_medium);

    public void Dispose()
    {
    }
}
