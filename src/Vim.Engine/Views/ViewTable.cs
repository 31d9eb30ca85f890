using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Vim.Engine.Views;

/// <summary>
/// All views of one kind. Reads by id take no lock. Lists are by id; each slice of <see cref="SliceSize"/> views is of
/// one moment, between two groups of events, never in the middle of one. Writers are the shards' feeds.
/// </summary>
/// <typeparam name="TView">Kind of view.</typeparam>
public sealed class ViewTable<TView>
    where TView : class, IView
{
    /// <summary>The most views of one page.</summary>
    public const int MaxPageSize = 1_000;

    /// <summary>Views read at one moment.</summary>
    public const int SliceSize = 1_000;

    private const int MaxUnsorted = 65_536;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TView> _views = new(StringComparer.Ordinal);
    private readonly List<string> _unsorted = [];
    private ImmutableSortedSet<string> _sorted = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    private long _version;
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Rises with every change of any of them.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The view of one resource; null where there is none.</summary>
    public TView? Find(string id) => _views.GetValueOrDefault(id);

    /// <summary>The view of one resource.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out TView? view) => _views.TryGetValue(id, out view);

    /// <summary>A page, by id.</summary>
    /// <param name="after">The page begins after this id; null: at the beginning.</param>
    /// <param name="limit">The most views, 1 to <see cref="MaxPageSize"/>.</param>
    /// <param name="where">Which ones; null: all. Called without a lock.</param>
    public ViewPage<TView> List(string? after, int limit, Func<TView, bool>? where = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPageSize);
        var found = ImmutableArray.CreateBuilder<TView>();
        var slice = new List<TView>(SliceSize);
        while (true)
        {
            slice.Clear();
            var isLast = ReadSlice(after, slice);
            foreach (var view in slice)
            {
                if (where is not null && !where(view))
                {
                    continue;
                }

                if (found.Count == limit)
                {
                    return new(found.ToImmutable(), found[^1].Id);
                }

                found.Add(view);
            }

            if (isLast)
            {
                return new(found.ToImmutable(), null);
            }

            after = slice[^1].Id;
        }
    }

    /// <summary>All of one moment, by id. Copies: for small tables, tests and audits.</summary>
    public ImmutableArray<TView> Snapshot()
    {
        lock (_gate)
        {
            Sort();
            var all = ImmutableArray.CreateBuilder<TView>(_sorted.Count);
            foreach (var id in _sorted)
            {
                all.Add(_views[id]);
            }

            return all.ToImmutable();
        }
    }

    /// <summary>
    /// Keeps slices out while a group of events is applied. Not to be held across anything that waits.
    /// </summary>
    internal Lock.Scope BeginGroup() => _gate.EnterScope();

    /// <summary>Puts a view in place of the one with its id. Within a group only.</summary>
    internal void Put(TView view)
    {
        if (_views.TryGetValue(view.Id, out _))
        {
            _views[view.Id] = view;
        }
        else
        {
            _views[view.Id] = view;
            _unsorted.Add(view.Id);
            Volatile.Write(ref _count, _count + 1);
            if (_unsorted.Count >= MaxUnsorted)
            {
                Sort();
            }
        }

        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Takes a view away. Within a group only.</summary>
    internal void Remove(string id)
    {
        if (!_views.TryRemove(id, out _))
        {
            return;
        }

        Sort();
        _sorted = _sorted.Remove(id);
        Volatile.Write(ref _count, _count - 1);
        Volatile.Write(ref _version, _version + 1);
    }

    private bool ReadSlice(string? after, List<TView> slice)
    {
        lock (_gate)
        {
            Sort();
            var index = after is null ? 0 : _sorted.IndexOf(after);
            index = index < 0 ? ~index : after is null ? 0 : index + 1;
            for (; index < _sorted.Count && slice.Count < SliceSize; index++)
            {
                slice.Add(_views[_sorted[index]]);
            }

            return index >= _sorted.Count;
        }
    }

    // New ids are sorted in when somebody lists, not when they come: allocations do not pay for lists.
    private void Sort()
    {
        if (_unsorted.Count == 0)
        {
            return;
        }

        _sorted = _sorted.Union(_unsorted);
        _unsorted.Clear();
    }
}
