using System.Runtime.Intrinsics;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// All hosts of a zone, sorted by a score of their rows and then by id, in blocks of up to 64. Each block knows the
/// most that any of its hosts has in each column, and so does each chunk of blocks, so that a walk for hosts that may
/// have enough steps over whole chunks and blocks: what it costs grows with the hosts that nearly fit, and hardly with
/// the zone. A host that changes moves by two binary searches and two moves inside a block.
/// </summary>
/// <param name="scoreOf">The score of a host with a row, the lowest first; null for order of id alone.</param>
internal sealed class HostOrder(Func<HostState, Vector512<int>, long>? scoreOf)
{
    private const int ChunkBits = 5;
    private HostBlock[] _blocks = new HostBlock[4];
    private Vector512<int>[] _most = new Vector512<int>[4];
    private long[] _first = new long[4];
    private Vector512<int>[] _mostOfChunk = new Vector512<int>[1];
    private int _blockCount;

    /// <summary>How many hosts are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a host that is not in it.</summary>
    public void Add(HostState host, in Vector512<int> row)
    {
        if (_blockCount == 0)
        {
            InsertBlock(0, new());
        }

        var score = ScoreOf(host, row);
        var at = FindBlock(score, host);
        if (_blocks[at].Count == HostBlock.MaxCount)
        {
            InsertBlock(at + 1, _blocks[at].Split());
            Refresh(at);
            Refresh(at + 1);
            at = FindBlock(score, host);
        }

        var block = _blocks[at];
        var place = block.Find(score, host);
        block.Insert(place, score, host, row);
        _first[at] = block.Scores[0];
        _most[at] = block.Count == 1 ? row : Vector512.Max(_most[at], row);
        RefreshChunk(at >> ChunkBits);
        Count++;
    }

    /// <summary>Takes a host out that is in it under this row.</summary>
    public void Remove(HostState host, in Vector512<int> row)
    {
        var (at, place) = Locate(host, ScoreOf(host, row));
        _blocks[at].RemoveAt(place);
        Count--;
        if (_blocks[at].Count == 0)
        {
            RemoveBlock(at);
            return;
        }

        MergeWithNext(at);
        Refresh(at);
    }

    /// <summary>Puts a host where its new row belongs.</summary>
    public void Move(HostState host, in Vector512<int> before, in Vector512<int> after)
    {
        var score = ScoreOf(host, before);
        if (score != ScoreOf(host, after))
        {
            Remove(host, before);
            Add(host, after);
            return;
        }

        var (at, place) = Locate(host, score);
        _blocks[at].Rows[place] = after;
        Refresh(at);
    }

    /// <summary>
    /// Walks over hosts whose rows cover <paramref name="least"/>; the order must not change meanwhile.
    /// </summary>
    public Walk Hosts(in Vector512<int> least) => new(this, least);

    private long ScoreOf(HostState host, in Vector512<int> row) => scoreOf is null ? 0 : scoreOf(host, row);

    private (int Block, int Place) Locate(HostState host, long score)
    {
        var at = FindBlock(score, host);
        var place = _blocks[at].Find(score, host) - 1;
        if (place < 0 || _blocks[at].Hosts[place] != host)
        {
            throw new LedgerException($"host {host.Id} is not where its row says");
        }

        return (at, place);
    }

    /// <summary>The last block that does not begin after the host; the first where all do.</summary>
    private int FindBlock(long score, HostState host)
    {
        var (low, high) = (0, _blockCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var isAfter = _first[middle] > score
                || (_first[middle] == score && HostBlock.Compare(_blocks[middle].Hosts[0], host) > 0);
            (low, high) = isAfter ? (low, middle - 1) : (middle, high);
        }

        return low;
    }

    /// <summary>Neighbours that fill half a block together become one.</summary>
    private void MergeWithNext(int at)
    {
        if (at + 1 < _blockCount && _blocks[at].Count + _blocks[at + 1].Count <= HostBlock.MaxCount / 2)
        {
            _blocks[at].Append(_blocks[at + 1]);
            RemoveBlock(at + 1);
        }
    }

    private void Refresh(int at)
    {
        var block = _blocks[at];
        _first[at] = block.Scores[0];
        var most = HostRow.NoBound;
        foreach (ref readonly var row in block.Rows.AsSpan(0, block.Count))
        {
            most = Vector512.Max(most, row);
        }

        _most[at] = most;
        RefreshChunk(at >> ChunkBits);
    }

    private void RefreshChunk(int chunk)
    {
        var most = HostRow.NoBound;
        var end = Math.Min(_blockCount, (chunk + 1) << ChunkBits);
        foreach (ref readonly var row in _most.AsSpan((chunk << ChunkBits)..end))
        {
            most = Vector512.Max(most, row);
        }

        _mostOfChunk[chunk] = most;
    }

    /// <summary>Blocks from this one on have moved.</summary>
    private void RefreshChunks(int at)
    {
        for (var chunk = at >> ChunkBits; chunk << ChunkBits < _blockCount; chunk++)
        {
            RefreshChunk(chunk);
        }
    }

    private void InsertBlock(int at, HostBlock block)
    {
        if (_blockCount == _blocks.Length)
        {
            Array.Resize(ref _blocks, _blockCount * 2);
            Array.Resize(ref _most, _blockCount * 2);
            Array.Resize(ref _first, _blockCount * 2);
            Array.Resize(ref _mostOfChunk, ((_blockCount * 2) >> ChunkBits) + 1);
        }

        ShiftBlocks(at, at + 1);
        _blocks[at] = block;
        _blockCount++;
        RefreshChunks(at);
    }

    private void RemoveBlock(int at)
    {
        ShiftBlocks(at + 1, at);
        _blocks[--_blockCount] = null!;
        RefreshChunks(at);
    }

    private void ShiftBlocks(int from, int to)
    {
        Array.Copy(_blocks, from, _blocks, to, _blockCount - from);
        Array.Copy(_most, from, _most, to, _blockCount - from);
        Array.Copy(_first, from, _first, to, _blockCount - from);
    }

    /// <summary>A walk in order. A mutable value: keep it in one variable.</summary>
    internal struct Walk(HostOrder order, Vector512<int> least)
    {
        private readonly Vector512<int> _least = least;
        private int _block;
        private int _place;

        /// <summary>The next host that may have enough; null at the end.</summary>
        public HostState? Next()
        {
            for (; _block < order._blockCount; _place = 0)
            {
                if (_place == 0 && StepOver())
                {
                    continue;
                }

                var block = order._blocks[_block];
                while (_place < block.Count)
                {
                    if (HostRow.Covers(block.Rows[_place++], _least))
                    {
                        return block.Hosts[_place - 1];
                    }
                }

                _block++;
            }

            return null;
        }

        /// <summary>Steps over a chunk or a block in which no host may have enough.</summary>
        private bool StepOver()
        {
            var chunk = _block >> ChunkBits;
            if (_block == chunk << ChunkBits && !HostRow.Covers(order._mostOfChunk[chunk], _least))
            {
                _block += 1 << ChunkBits;
                return true;
            }

            if (!HostRow.Covers(order._most[_block], _least))
            {
                _block++;
                return true;
            }

            return false;
        }
    }
}
