using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// What a host has and who holds it, kept by the host itself. It knows nothing of the VIM's ledger: it is the second
/// opinion that turns a double booking of the VIM into a refused create. Not safe for several threads.
/// </summary>
internal sealed class HostBooks
{
    private readonly HostInventory _inventory;
    private readonly CpuSet _dedicated;
    private readonly Dictionary<int, ComputeId> _cpus = [];
    private readonly Dictionary<PciAddress, ComputeId> _functions = [];
    private readonly Dictionary<(int Node, PageSize Size), long> _pages = [];
    private readonly Dictionary<PciAddress, FunctionUse> _use = [];
    private readonly Dictionary<int, int> _floatingOnNode = [];
    private readonly NetworkBooks _network;
    private int _floatingCpus;
    private MemorySize _floatingMemory;
    private MemorySize _storage;

    public HostBooks(HostInventory inventory)
    {
        _inventory = inventory;
        _dedicated = inventory.DedicatedCpus;
        _network = new(inventory, _functions, _use);
    }

    /// <summary>Books everything of the placement, or nothing.</summary>
    /// <exception cref="HostDriverException">The host has it not, or another guest holds it.</exception>
    public void Book(ComputeId compute, HostPlacement placement)
    {
        Check(compute, placement);
        Apply(compute, placement, 1);
    }

    /// <summary>Gives back what <see cref="Book"/> booked.</summary>
    public void Release(ComputeId compute, HostPlacement placement) => Apply(compute, placement, -1);

    private void Check(ComputeId compute, HostPlacement placement)
    {
        CheckCpus(compute, placement);
        CheckMemory(placement);
        Refuse.If(
            _storage + placement.LocalStorage > _inventory.LocalStorage,
            $"local storage: {placement.LocalStorage} wanted, {_inventory.LocalStorage - _storage} free");
        _network.Check(placement);
        CheckDevices(compute, placement);
    }

    private void CheckDevices(ComputeId compute, HostPlacement placement)
    {
        foreach (var device in placement.Devices)
        {
            Refuse.If(_inventory.Devices.All(own => own.Address != device), $"there is no PCI device {device}");
            Refuse.If(
                _functions.TryGetValue(device, out var holder), $"PCI device {device} is held by compute {holder}");
        }

        Refuse.If(
            placement.Devices.Distinct().Count() != placement.Devices.Length,
            $"compute {compute} names a PCI device twice");
        var held = _inventory.Devices
            .Select(own => own.Address)
            .Where(address => _functions.ContainsKey(address) || placement.Devices.Contains(address))
            .ToHashSet();
        foreach (var part in _inventory.Devices.Where(own => own.Parent is { } whole && held.Contains(whole)))
        {
            Refuse.If(
                held.Contains(part.Address),
                $"PCI device {part.Address} is a part of {part.Parent}: guests have the whole or parts, not both");
        }
    }

    private void CheckCpus(ComputeId compute, HostPlacement placement)
    {
        var claimed = placement.ClaimedCpus;
        var emulator = placement.EmulatorIsolated ? placement.EmulatorCpus : CpuSet.Empty;
        var named = placement.Pins.Length + emulator.Count + placement.IdleSiblings.Count;
        Refuse.If(named != claimed.Count, $"compute {compute} claims a CPU twice: {claimed} for {named} uses");
        var alien = claimed.Except(_dedicated);
        Refuse.If(!alien.IsEmpty, $"CPU {alien} is not for dedicated vCPUs; those are {_dedicated}");
        foreach (var cpu in claimed)
        {
            Refuse.If(_cpus.TryGetValue(cpu, out var holder), $"CPU {cpu} is held by compute {holder}");
        }

        var floating = placement.FloatingCpus.Except(_inventory.SharedCpus);
        Refuse.If(!floating.IsEmpty, $"CPU {floating} is not shared; shared are {_inventory.SharedCpus}");
        Refuse.If(
            placement.FloatingVirtualCpuCount > 0 && placement.FloatingCpus.IsEmpty,
            $"{placement.FloatingVirtualCpuCount} shared vCPUs have no CPU to run on");
        var capacity = (int)Math.Floor(_inventory.SharedCpus.Count * _inventory.SharedCpuRatio);
        Refuse.If(
            _floatingCpus + placement.FloatingVirtualCpuCount > capacity,
            $"shared vCPUs: {placement.FloatingVirtualCpuCount} wanted, {capacity - _floatingCpus} of {capacity} free");
        foreach (var group in placement.Nodes.GroupBy(node => node.HostNode))
        {
            CheckFloating(group.Key, group.Sum(node => node.FloatingVirtualCpuCount));
        }
    }

    private void CheckFloating(int id, int wanted)
    {
        var cpus = _inventory.NumaNodes.FirstOrDefault(node => node.Id == id)?.Cpus ?? CpuSet.Empty;
        var shared = cpus.Intersect(_inventory.SharedCpus).Count;
        var free = (int)Math.Floor(shared * _inventory.SharedCpuRatio) - _floatingOnNode.GetValueOrDefault(id);
        Refuse.If(wanted > 0 && wanted > free, $"shared vCPUs on NUMA node {id}: {wanted} wanted, {free} free");
    }

    private void CheckMemory(HostPlacement placement)
    {
        var wanted = new Dictionary<(int Node, PageSize Size), long>();
        foreach (var node in placement.Nodes)
        {
            Refuse.If(
                node.PageCount < 0 || node.PageSize.Bytes <= 0,
                $"guest NUMA node {node.GuestNode} wants {node.PageCount} pages of {node.PageSize.Bytes} bytes");
            var key = (node.HostNode, node.PageSize);
            wanted[key] = wanted.GetValueOrDefault(key) + node.PageCount;
        }

        foreach (var ((id, size), count) in wanted)
        {
            var node = _inventory.NumaNodes.FirstOrDefault(node => node.Id == id);
            Refuse.If(node is null, $"there is no NUMA node {id}");
            var free = Capacity(node!, size) - _pages.GetValueOrDefault((id, size));
            Refuse.If(count > free, $"pages of {size} on NUMA node {id}: {count} wanted, {Math.Max(0, free)} free");
        }

        var small = wanted.Where(pair => !pair.Key.Size.IsHuge)
            .Aggregate(placement.FloatingMemory, (sum, pair) => sum + pair.Key.Size.Times(pair.Value));
        if (small > MemorySize.Zero)
        {
            var free = SmallCapacity() - SmallUsed();
            Refuse.If(small > free, $"small-page memory: {small} wanted, {free} free");
        }
    }

    private long Capacity(NumaNode node, PageSize size)
    {
        if (!size.IsHuge)
        {
            return (long)(SmallMemory(node).Bytes * _inventory.SmallPageRatio) / size.Bytes;
        }

        var pool = node.HugePages.FirstOrDefault(pool => pool.Size == size);
        return pool.Total - pool.Reserved;
    }

    private static MemorySize SmallMemory(NumaNode node) => node.HugePages
        .Aggregate(node.Memory - node.ReservedMemory, (left, pool) => left - pool.Size.Times(pool.Total));

    private MemorySize SmallCapacity() =>
        new(_inventory.NumaNodes.Sum(node => (long)(SmallMemory(node).Bytes * _inventory.SmallPageRatio)));

    private MemorySize SmallUsed() => _pages.Where(pair => !pair.Key.Size.IsHuge)
        .Aggregate(_floatingMemory, (sum, pair) => sum + pair.Key.Size.Times(pair.Value));

    private void Apply(ComputeId compute, HostPlacement placement, int sign)
    {
        foreach (var cpu in placement.ClaimedCpus)
        {
            Hold(_cpus, cpu, compute, sign);
        }

        foreach (var device in placement.Devices)
        {
            Hold(_functions, device, compute, sign);
        }

        foreach (var node in placement.Nodes)
        {
            var key = (node.HostNode, node.PageSize);
            _pages[key] = _pages.GetValueOrDefault(key) + (sign * node.PageCount);
            _floatingOnNode[node.HostNode] =
                _floatingOnNode.GetValueOrDefault(node.HostNode) + (sign * node.FloatingVirtualCpuCount);
        }

        _network.Apply(compute, placement, sign);
        _floatingCpus += sign * placement.FloatingVirtualCpuCount;
        _floatingMemory = new(_floatingMemory.Bytes + (sign * placement.FloatingMemory.Bytes));
        _storage = new(_storage.Bytes + (sign * placement.LocalStorage.Bytes));
    }

    internal static void Hold<T>(Dictionary<T, ComputeId> holders, T what, ComputeId compute, int sign)
        where T : notnull
    {
        if (sign > 0)
        {
            holders.Add(what, compute);
        }
        else
        {
            holders.Remove(what);
        }
    }
}

/// <summary>The refusal of a host.</summary>
internal static class Refuse
{
    public static void If(bool wrong, FormattableString why)
    {
        if (wrong)
        {
            throw new HostDriverException(ErrorCodes.HostRefused, FormattableString.Invariant(why));
        }
    }
}
