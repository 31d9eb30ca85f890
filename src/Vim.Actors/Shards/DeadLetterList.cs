using Vim.Actors.Observing;

namespace Vim.Actors.Shards;

/// <summary>The last messages that were set aside. Written on the shard's turn, read by anybody.</summary>
internal sealed class DeadLetterList(int capacity)
{
    private readonly Queue<DeadLetter> _letters = new();
    private readonly Lock _lock = new();

    public void Add(DeadLetter letter)
    {
        lock (_lock)
        {
            if (_letters.Count >= capacity)
            {
                _letters.Dequeue();
            }
            _letters.Enqueue(letter);
        }
    }

    public IReadOnlyList<DeadLetter> ToList()
    {
        lock (_lock)
        {
            return [.. _letters];
        }
    }
}
