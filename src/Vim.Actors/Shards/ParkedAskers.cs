namespace Vim.Actors.Shards;

/// <summary>Askers who wait under (actor, key). Volatile and bounded. Used on the shard's turn only.</summary>
internal sealed class ParkedAskers(int limit)
{
    private readonly Dictionary<(ActorId Actor, string Key), List<IAsker>> _parked = [];

    public int Count { get; private set; }

    public bool TryPark(ActorCell cell, string key, IAsker asker)
    {
        if (Count >= limit)
        {
            return false;
        }
        if (!_parked.TryGetValue((cell.Id, key), out var askers))
        {
            askers = new List<IAsker>(1);
            _parked.Add((cell.Id, key), askers);
        }
        askers.Add(asker);
        Count++;
        cell.Parked++;
        return true;
    }

    /// <summary>Takes all who wait under a key, in the order in which they came; null if nobody does.</summary>
    public List<IAsker>? Take(ActorCell cell, string key)
    {
        if (cell.Parked == 0 || !_parked.Remove((cell.Id, key), out var askers))
        {
            return null;
        }
        Count -= askers.Count;
        cell.Parked -= askers.Count;
        return askers;
    }

    /// <summary>Takes all who wait at one actor.</summary>
    public List<IAsker> TakeAll(ActorCell cell)
    {
        var keys = cell.Parked == 0 ? [] : _parked.Keys.Where(parked => parked.Actor == cell.Id).ToList();
        return [.. keys.SelectMany(parked => Take(cell, parked.Key) ?? [])];
    }

    public List<IAsker> TakeAll()
    {
        var all = _parked.Values.SelectMany(askers => askers).ToList();
        _parked.Clear();
        Count = 0;
        return all;
    }
}
