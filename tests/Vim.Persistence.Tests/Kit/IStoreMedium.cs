namespace Vim.Persistence.Tests.Kit;

/// <summary>Where a store keeps its data: empty at first, there until it is disposed of.</summary>
public interface IStoreMedium : IDisposable
{
    /// <summary>Opens a store on whatever was made durable before.</summary>
    IJournalStore Open();
}
