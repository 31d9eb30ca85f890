using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Views;

/// <summary>Capacity of a zone in sums. "Total" counts every host, "available" what is free on enabled hosts.</summary>
public sealed record ZoneCapacity
{
    /// <summary>Hosts.</summary>
    public required int HostCount { get; init; }

    /// <summary>Hosts that take placements.</summary>
    public required int EnabledHostCount { get; init; }

    /// <summary>Claims of computes.</summary>
    public required int ClaimCount { get; init; }

    /// <summary>CPUs for dedicated vCPUs.</summary>
    public required CapacitySum DedicatedCpus { get; init; }

    /// <summary>vCPUs that may float.</summary>
    public required CapacitySum FloatingVirtualCpus { get; init; }

    /// <summary>Small-page memory for guests, bytes.</summary>
    public required CapacitySum SmallPageBytes { get; init; }

    /// <summary>Pages by size, the largest size first.</summary>
    public required ImmutableArray<PageSum> HugePages { get; init; }

    /// <summary>Local storage for guests, bytes.</summary>
    public required CapacitySum LocalStorageBytes { get; init; }

    /// <summary>VFs, VFs of functions that are claimed whole not available.</summary>
    public required CapacitySum VirtualFunctions { get; init; }

    internal static ZoneCapacity Of(IEnumerable<HostState> hosts)
    {
        var cpus = default(CapacitySum);
        var floating = default(CapacitySum);
        var small = default(CapacitySum);
        var storage = default(CapacitySum);
        var functions = default(CapacitySum);
        var pages = new SortedDictionary<PageSize, CapacitySum>();
        var enabled = 0;
        var claims = 0;
        var count = 0;
        foreach (var host in hosts)
        {
            var open = host.Availability == HostAvailability.Enabled;
            count++;
            enabled += open ? 1 : 0;
            claims += host.Claims.Count;
            foreach (var word in host.Shape.Dedicated)
            {
                cpus = cpus.Add(System.Numerics.BitOperations.PopCount(word), 0, open);
            }

            foreach (var node in host.Nodes)
            {
                cpus = cpus.Add(0, node.Cpus, open);
            }

            floating = floating.Add(host.Shape.SharedCapacity, host.FreeShared, open);
            small = small.Add(host.Shape.SmallCapacity, host.FreeSmall, open);
            storage = storage.Add(host.Inventory.LocalStorage.Bytes, host.FreeStorage, open);
            for (var pool = 0; pool < host.PoolFree.Length; pool++)
            {
                var size = new PageSize(host.Shape.Pools[pool].PageBytes);
                pages[size] = pages.GetValueOrDefault(size)
                    .Add(host.Shape.Pools[pool].Capacity, host.PoolFree[pool], open);
            }

            for (var index = 0; index < host.Functions.Length; index++)
            {
                var free = host.Functions[index];
                functions = functions.Add(
                    host.Shape.Functions[index].VirtualFunctionCount,
                    free.Whole ? 0 : free.VirtualFunctions,
                    open);
            }

            foreach (var held in host.Held.Values.Select(claim => claim.Placement))
            {
                cpus = cpus.Hold(held.ClaimedCpus.Count);
                floating = floating.Hold(held.FloatingVirtualCpuCount);
                small = small.Hold(held.FloatingMemory.Bytes + SmallBytes(held));
                storage = storage.Hold(held.LocalStorage.Bytes);
                functions = functions.Hold(held.Vnics.Sum(vnic => FunctionsOf(host, vnic)));
                foreach (var node in held.Nodes.Where(node => node.PageSize != PageSize.Small))
                {
                    pages[node.PageSize] = pages.GetValueOrDefault(node.PageSize).Hold(node.PageCount);
                }
            }
        }

        return new()
        {
            HostCount = count,
            EnabledHostCount = enabled,
            ClaimCount = claims,
            DedicatedCpus = cpus,
            FloatingVirtualCpus = floating,
            SmallPageBytes = small,
            HugePages = [.. pages.Reverse().Select(pair => new PageSum(pair.Key, pair.Value))],
            LocalStorageBytes = storage,
            VirtualFunctions = functions,
        };
    }

    private static long SmallBytes(HostPlacement held) =>
        held.Nodes.Where(node => node.PageSize == PageSize.Small).Sum(node => node.Memory.Bytes);

    private static int FunctionsOf(HostState host, VnicPlacement vnic)
    {
        if (vnic is not { Kind: VnicKind.PfPassthrough, PhysicalFunction: { } address })
        {
            return vnic.VirtualFunction is null ? 0 : 1;
        }

        var index = host.FunctionIndex(address);
        return index < 0 ? 0 : host.Shape.Functions[index].VirtualFunctionCount;
    }
}

/// <summary>One sum.</summary>
/// <param name="Total">On all hosts.</param>
/// <param name="Free">Free on all hosts.</param>
/// <param name="Available">Free on enabled hosts.</param>
public readonly record struct CapacitySum(long Total, long Free, long Available)
{
    /// <summary>What reservations hold, of which no compute has anything.</summary>
    public long Reserved { get; private init; }

    /// <summary>What computes have claimed.</summary>
    public long Allocated => Total - Free - Reserved;

    internal CapacitySum Add(long total, long free, bool open) =>
        this with
        {
            Total = Total + total,
            Free = Free + free,
            Available = Available + (open ? Math.Max(0, free) : 0),
        };

    internal CapacitySum Hold(long amount) => this with { Reserved = Reserved + amount };
}

/// <summary>Huge pages of one size in the zone.</summary>
/// <param name="Size">Page size.</param>
/// <param name="Pages">Pages.</param>
public readonly record struct PageSum(PageSize Size, CapacitySum Pages);
