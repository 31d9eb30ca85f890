using System.Runtime.Intrinsics;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Tests.Examples;

namespace Vim.Scheduling.Tests.Indexing;

public sealed class HostOrderTests
{
    /// <summary>
    /// Thousands of hosts, so that there are many blocks and chunks, come, go and change; walks with bounds that few
    /// reach give the very hosts, in the very order, that sorting and filtering all of them gives.
    /// </summary>
    [Theory]
    [InlineData(1, 3, true)]
    [InlineData(2, 1_000_000, true)]
    [InlineData(3, 1_000_000, true)]
    [InlineData(4, 1_000_000, false)]
    public void A_walk_gives_what_sorting_and_filtering_gives(int seed, int values, bool hasScore)
    {
        var random = new Random(seed);
        var order = new HostOrder(hasScore ? (_, row) => row.GetElement(0) : null);
        var rows = new Dictionary<HostState, Vector512<int>>();
        var spare = Hosts(4_500);
        var walked = 0;
        for (var step = 0; step < 13_000; step++)
        {
            // Grows to thousands, shrinks to none.
            Change(random, random.Next(100) < (step < 5_000 ? 95 : 5), order, rows, spare, values);
            if (step % 200 == 0)
            {
                var least = LeastOf(random, rows.Values.ElementAtOrDefault(random.Next(rows.Count + 1)));
                var found = Walk(order, least);
                Assert.True(Sorted(rows, least, hasScore).SequenceEqual(found), $"step {step}");
                Assert.Equal(rows.Count, order.Count);
                walked += found.Count;
            }

            if (step % 5 == 0 && step > 6_000 && values > 3)
            {
                Assert.All(rows, pair => Assert.True(IsReached(order, pair.Key, pair.Value), $"step {step}"));
            }
        }

        Assert.InRange(walked, 100, 65 * 2_000);
    }

    private static IEnumerable<HostState> Sorted(
        Dictionary<HostState, Vector512<int>> rows,
        Vector512<int> least,
        bool hasScore) => rows
        .Where(pair => HostRow.Covers(pair.Value, least))
        .OrderBy(pair => hasScore ? pair.Value.GetElement(0) : 0)
        .ThenBy(pair => pair.Key.Id.Value, StringComparer.Ordinal)
        .Select(pair => pair.Key);

    private static void Change(
        Random random,
        bool isAdded,
        HostOrder order,
        Dictionary<HostState, Vector512<int>> rows,
        List<HostState> spare,
        int values)
    {
        var row = Row(random, values);
        if (isAdded && spare.Count > 0)
        {
            var host = spare[^1];
            spare.RemoveAt(spare.Count - 1);
            rows.Add(host, row);
            order.Add(host, row);
        }
        else if (rows.Count > 0)
        {
            var (host, before) = rows.ElementAt(random.Next(Math.Min(rows.Count, 50)));
            if (random.Next(3) > 0)
            {
                rows.Remove(host);
                spare.Insert(random.Next(spare.Count + 1), host);
                order.Remove(host, before);
            }
            else
            {
                rows[host] = row;
                order.Move(host, before, row);
            }
        }
    }

    /// <summary>A walk for as much as a host has does not step over it.</summary>
    private static bool IsReached(HostOrder order, HostState host, Vector512<int> row)
    {
        var walk = order.Hosts(row);
        while (walk.Next() is { } found)
        {
            if (found == host)
            {
                return true;
            }
        }

        return false;
    }

    private static List<HostState> Walk(HostOrder order, Vector512<int> least)
    {
        var found = new List<HostState>();
        var walk = order.Hosts(least);
        while (walk.Next() is { } host)
        {
            found.Add(host);
        }

        return found;
    }

    /// <summary>Most values are low, so that the most of a column is one host's own.</summary>
    private static Vector512<int> Row(Random random, int values)
    {
        Span<int> row = stackalloc int[Vector512<int>.Count];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = (int)(values * Math.Pow(random.NextDouble(), 6));
        }

        return Vector512.Create<int>(row);
    }

    /// <summary>Bounds in some columns that one host just reaches.</summary>
    private static Vector512<int> LeastOf(Random random, Vector512<int> row)
    {
        Span<int> least = stackalloc int[Vector512<int>.Count];
        for (var column = 0; column < least.Length; column++)
        {
            least[column] = random.Next(4) == 0 ? row.GetElement(column) : int.MinValue;
        }

        return Vector512.Create<int>(least);
    }

    private static List<HostState> Hosts(int count)
    {
        var inventory = Servers.SparseIds();
        var shape = new HostShape(inventory, new(), new());
        return [.. Enumerable.Range(0, count).Select(index => new HostState(
            inventory with { Id = new($"h-{(index * 7919) % count}") },
            shape,
            new(NameTable.None, NameTable.None),
            HostAvailability.Enabled))];
    }
}
