using Vim.Persistence;

namespace Vim.Simulation.Journals;

/// <summary>What is durable, by entity: kept beside the journal, for the checkers.</summary>
internal sealed class DurableLog
{
    private readonly Dictionary<PersistenceId, Dictionary<string, int>> _counts = [];

    public void Add(JournalBatch batch)
    {
        foreach (var record in batch.Events)
        {
            if (!_counts.TryGetValue(record.Id, out var counts))
            {
                _counts[record.Id] = counts = [];
            }

            counts[record.Type] = counts.GetValueOrDefault(record.Type) + 1;
        }
    }

    /// <summary>How many events of a type are durable for a compute.</summary>
    public int CountOf(string compute, string type) =>
        _counts.TryGetValue(new("compute", compute), out var counts) ? counts.GetValueOrDefault(type) : 0;
}
