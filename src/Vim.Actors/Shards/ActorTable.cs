namespace Vim.Actors.Shards;

/// <summary>
/// The actors of a shard that are in memory, ordered by last use, and which ones were passivated. Used on the shard's
/// turn only.
/// </summary>
internal sealed class ActorTable(int maxResidents)
{
    private const int SweepLength = 32;

    private readonly Dictionary<ActorId, ActorCell> _cells = [];

    // Hashes instead of ids: a collision costs one needless load from the journal, a million ids would cost their
    // strings.
    private readonly HashSet<ulong> _passivated = [];
    private ActorCell? _oldest;
    private ActorCell? _newest;

    public int Count => _cells.Count;

    /// <summary>Whether any actor left memory since the shard was opened.</summary>
    public bool HasPassivated => _passivated.Count > 0;

    public Dictionary<ActorId, ActorCell>.ValueCollection All => _cells.Values;

    public ActorCell? Find(ActorId id) => _cells.GetValueOrDefault(id);

    public ActorCell? Use(ActorId id)
    {
        if (!_cells.TryGetValue(id, out var cell))
        {
            return null;
        }
        if (!ReferenceEquals(cell, _newest))
        {
            Unlink(cell);
            LinkNewest(cell);
        }
        return cell;
    }

    public bool WasPassivated(ActorId id) => _passivated.Count > 0 && _passivated.Contains(HashOf(id));

    public void Add(ActorCell cell)
    {
        _cells.Add(cell.Id, cell);
        LinkNewest(cell);
    }

    /// <summary>Forgets an actor, as if it had never been.</summary>
    public void Remove(ActorCell cell)
    {
        if (_cells.Remove(cell.Id))
        {
            Unlink(cell);
        }
    }

    /// <summary>Passivates some of those least recently used, if there are too many and <paramref name="mayLeave"/>
    /// lets them.</summary>
    public void Sweep(Func<ActorCell, bool> mayLeave)
    {
        for (var looked = 0; looked < SweepLength && _cells.Count >= maxResidents && _oldest is not null; looked++)
        {
            var cell = _oldest;
            Unlink(cell);
            if (mayLeave(cell))
            {
                _cells.Remove(cell.Id);
                _passivated.Add(HashOf(cell.Id));
            }
            else
            {
                LinkNewest(cell);
            }
        }
    }

    /// <summary>Looks at every actor once.</summary>
    public void SweepAll(Func<ActorCell, bool> mayLeave)
    {
        for (var left = _cells.Count; left > 0; left -= SweepLength)
        {
            Sweep(mayLeave);
        }
    }

    private void LinkNewest(ActorCell cell)
    {
        cell.Older = _newest;
        cell.Newer = null;
        if (_newest is not null)
        {
            _newest.Newer = cell;
        }
        _newest = cell;
        _oldest ??= cell;
    }

    private void Unlink(ActorCell cell)
    {
        if (cell.Older is not null)
        {
            cell.Older.Newer = cell.Newer;
        }
        else
        {
            _oldest = cell.Newer;
        }
        if (cell.Newer is not null)
        {
            cell.Newer.Older = cell.Older;
        }
        else
        {
            _newest = cell.Older;
        }
    }

    // FNV-1a with a final mix: the same in every process, though nothing depends on that.
    private static ulong HashOf(ActorId id)
    {
        var hash = Add(Add(14695981039346656037, id.Kind) ^ 0xFF, id.Key);
        hash ^= hash >> 32;
        return hash * 0x9E3779B97F4A7C15;

        static ulong Add(ulong hash, string text)
        {
            foreach (var character in text)
            {
                hash = (hash ^ character) * 1099511628211;
            }
            return hash;
        }
    }
}
