namespace Vim.Actors.Shards;

/// <summary>
/// Which actors get a snapshot next. An actor whose journal has more than one row (snapshot and events) is behind by
/// the others; the sum over all actors is what a restart reads in vain. Above a limit the actors are taken in the order
/// in which they fell behind, so that young ones finish what they are at and old ones are not left out. An actor that
/// has too many rows for itself, or wants to leave memory, is taken at once; when the shard closes, all are. Used on
/// the shard's turn only.
/// </summary>
internal sealed class SnapshotQueue(ShardOptions options)
{
    private readonly Queue<ActorCell> _behind = new();
    private readonly Queue<ActorCell> _urgent = new();

    /// <summary>Rows in the journal beyond one for each actor.</summary>
    public long Debt { get; private set; }

    /// <summary>Whether the shard closes: then all that are behind are due.</summary>
    public bool IsClosing { get; set; }

    public bool IsDue => _urgent.Count > 0 || (_behind.Count > 0 && (IsClosing || Debt > options.SnapshotDebt));

    /// <summary>The actor got a row: an event, or the snapshot that it was read from.</summary>
    public void Grew(ActorCell cell)
    {
        cell.Rows++;
        if (cell.Rows == 1)
        {
            return;
        }
        Debt++;
        if (!cell.IsBehind)
        {
            cell.IsBehind = true;
            _behind.Enqueue(cell);
        }
        if (cell.Rows > options.SnapshotEvery)
        {
            Hurry(cell);
        }
    }

    /// <summary>The actor is to get a snapshot at once, if it is behind.</summary>
    public void Hurry(ActorCell cell)
    {
        if (cell.Rows > 1 && !cell.IsSnapshotUrgent)
        {
            cell.IsSnapshotUrgent = true;
            _urgent.Enqueue(cell);
        }
    }

    /// <summary>The actor's rows count no more: it has a snapshot now, or is read from the journal again.</summary>
    public void Settle(ActorCell cell, int rows)
    {
        Debt -= Math.Max(cell.Rows - 1, 0);
        cell.Rows = rows;
    }

    /// <summary>Takes the next one that is due and can be taken.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ActorCell? cell)
    {
        while (IsDue)
        {
            if (_urgent.TryDequeue(out cell))
            {
                cell.IsSnapshotUrgent = false;
            }
            else
            {
                cell = _behind.Dequeue();
                cell.IsBehind = false;
            }
            if (cell is { Rows: > 1, Status: CellStatus.Active })
            {
                return true;
            }
        }
        cell = null;
        return false;
    }
}
