using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Audit;

/// <summary>Adds up the claims of one host and compares with its inventory.</summary>
internal sealed class HostAudit(HostInventory host)
{
    private readonly List<ClaimViolation> _found = [];
    private readonly Dictionary<int, ClaimHolder> _cpus = [];
    private readonly Dictionary<PciAddress, ClaimHolder> _functions = [];
    private readonly Dictionary<PciAddress, int> _uses = [];
    private readonly HashSet<PciAddress> _whole = [];
    private readonly Dictionary<(int Node, long PageBytes), long> _pages = [];
    private readonly Dictionary<int, long> _floatingOn = [];
    private readonly Dictionary<PciAddress, (long Ingress, long Egress)> _rates = [];
    private long _floating;
    private long _floatingMemory;
    private long _storage;

    public void Add(ClaimHolder holder, HostPlacement placement)
    {
        if (placement.Host != host.Id)
        {
            Report(holder, Dimension.Location, $"the placement is on host {placement.Host}");
            return;
        }

        AddCpus(holder, placement);
        foreach (var node in placement.Nodes)
        {
            if (!host.NumaNodes.Any(candidate => candidate.Id == node.HostNode))
            {
                Report(holder, Dimension.NumaFit, $"the host has no NUMA node {node.HostNode}");
            }

            var key = (node.HostNode, node.PageSize.Bytes);
            _pages[key] = _pages.GetValueOrDefault(key) + node.PageCount;
            _floatingOn[node.HostNode] = _floatingOn.GetValueOrDefault(node.HostNode) + node.FloatingVirtualCpuCount;
        }

        foreach (var vnic in placement.Vnics)
        {
            AddVnic(holder, vnic);
        }

        foreach (var device in placement.Devices)
        {
            if (!host.Devices.Any(candidate => candidate.Address == device))
            {
                Report(holder, Dimension.Devices, $"the host has no device {device}");
            }

            Own(holder, device, Dimension.Devices);
        }

        _floating += placement.FloatingVirtualCpuCount;
        _floatingMemory += placement.FloatingMemory.Bytes;
        _storage += placement.LocalStorage.Bytes;
    }

    public IReadOnlyList<ClaimViolation> Finish()
    {
        foreach (var whole in _whole.Where(address => _uses[address] > 1).Order())
        {
            Report(null, Dimension.PhysicalFunctions, $"{whole} is claimed whole, and used by {_uses[whole] - 1} more");
        }

        CheckParts();
        CheckPages();
        CheckFloating();
        foreach (var (address, (ingress, egress)) in _rates.OrderBy(pair => pair.Key))
        {
            var capacity = host.PhysicalFunctions.FirstOrDefault(function => function.Address == address)
                ?.GuaranteeCapacity.BitsPerSecond ?? 0;
            AtMost(Dimension.IngressBandwidth, $"toward guests on {address}, bit/s", ingress, capacity);
            AtMost(Dimension.EgressBandwidth, $"from guests on {address}, bit/s", egress, capacity);
        }

        AtMost(Dimension.LocalStorage, "bytes of local storage", _storage, host.LocalStorage.Bytes);
        return _found;
    }

    private void AddCpus(ClaimHolder holder, HostPlacement placement)
    {
        var claimed = placement.Pins.Select(pin => pin.HostCpu)
            .Concat(placement.IdleSiblings)
            .Concat(placement.EmulatorIsolated ? placement.EmulatorCpus : CpuSet.Empty);
        foreach (var cpu in claimed)
        {
            if (_cpus.TryGetValue(cpu, out var other))
            {
                Report(holder, Dimension.DedicatedCpus, $"CPU {cpu} is claimed by {other} too");
            }

            _cpus[cpu] = holder;
            if (!host.DedicatedCpus.Contains(cpu))
            {
                Report(holder, Dimension.DedicatedCpus, $"CPU {cpu} is not a CPU for dedicated vCPUs of the host");
            }
        }

        if (placement.FloatingVirtualCpuCount > 0 && placement.FloatingCpus.IsEmpty)
        {
            Report(holder, Dimension.SharedCpus, "vCPUs float over no CPU");
        }

        if (!placement.FloatingCpus.IsSubsetOf(host.SharedCpus))
        {
            Report(
                holder, Dimension.SharedCpus, $"CPUs {placement.FloatingCpus.Except(host.SharedCpus)} are not shared");
        }
    }

    private void AddVnic(ClaimHolder holder, VnicPlacement vnic)
    {
        if (vnic.PhysicalFunction is not { } address)
        {
            return;
        }

        var function = host.PhysicalFunctions.FirstOrDefault(candidate => candidate.Address == address);
        if (function is null)
        {
            Report(holder, Dimension.PhysicalFunctions, $"the host has no physical function {address}");
        }

        _uses[address] = _uses.GetValueOrDefault(address) + 1;
        var (ingress, egress) = _rates.GetValueOrDefault(address);
        _rates[address] = (
            ingress + vnic.GuaranteedIngress.BitsPerSecond,
            egress + vnic.GuaranteedEgress.BitsPerSecond);
        if (vnic.Kind == VnicKind.PfPassthrough)
        {
            _whole.Add(address);
        }

        if (vnic.VirtualFunction is { } virtualFunction)
        {
            if (function is not null && !function.VirtualFunctions.Contains(virtualFunction))
            {
                Report(holder, Dimension.VirtualFunctions, $"{address} has no virtual function {virtualFunction}");
            }

            Own(holder, virtualFunction, Dimension.VirtualFunctions);
        }
    }

    private void Own(ClaimHolder holder, PciAddress address, Dimension dimension)
    {
        if (!_functions.TryAdd(address, holder))
        {
            Report(holder, dimension, $"{address} is claimed by {_functions[address]} too");
        }
    }

    /// <summary>A device is claimed whole, or parts of it are.</summary>
    private void CheckParts()
    {
        var claimed = host.Devices.Where(device => _functions.ContainsKey(device.Address)).ToList();
        foreach (var part in claimed.Where(part => claimed.Exists(whole => whole.Address == part.Parent)))
        {
            Report(
                _functions[part.Address],
                Dimension.Devices,
                $"{part.Address} is a part of {part.Parent}, which is claimed");
        }
    }

    private void CheckPages()
    {
        var small = _floatingMemory;
        foreach (var ((nodeId, bytes), count) in _pages.OrderBy(pair => pair.Key))
        {
            var node = host.NumaNodes.FirstOrDefault(candidate => candidate.Id == nodeId);
            var page = new PageSize(bytes);
            if (page == PageSize.Small)
            {
                small += page.Times(count).Bytes;
                var capacity = node is null ? 0 : SmallCapacity(node);
                AtMost(
                    Dimension.Memory,
                    $"bytes of small pages on NUMA node {nodeId}",
                    page.Times(count).Bytes,
                    capacity);
                continue;
            }

            var pool = node?.HugePages.FirstOrDefault(candidate => candidate.Size == page) ?? default;
            AtMost(Dimension.HugePages, $"pages of {page} on NUMA node {nodeId}", count, pool.Total - pool.Reserved);
        }

        AtMost(Dimension.Memory, "bytes of small pages on the host", small, host.NumaNodes.Sum(SmallCapacity));
    }

    private long SmallCapacity(NumaNode node)
    {
        var huge = node.HugePages.Sum(pool => pool.Size.Times(pool.Total).Bytes);
        var small = Math.Max(0, node.Memory.Bytes - huge - node.ReservedMemory.Bytes);
        return (long)Math.Min(1L << 56, Math.Floor(small * host.SmallPageRatio));
    }

    private void CheckFloating()
    {
        foreach (var (nodeId, count) in _floatingOn.OrderBy(pair => pair.Key))
        {
            var node = host.NumaNodes.FirstOrDefault(candidate => candidate.Id == nodeId);
            var shared = node?.Cpus.Intersect(host.SharedCpus).Count ?? 0;
            var capacity = (long)Math.Floor(shared * host.SharedCpuRatio);
            AtMost(Dimension.SharedCpus, $"floating vCPUs on NUMA node {nodeId}", count, capacity);
        }

        var all = (long)Math.Floor(host.SharedCpus.Count * host.SharedCpuRatio);
        AtMost(Dimension.SharedCpus, "floating vCPUs on the host", _floating, all);
    }

    private void AtMost(Dimension dimension, string what, long claimed, long capacity)
    {
        if (claimed > capacity)
        {
            Report(null, dimension, $"{claimed} {what} claimed, {capacity} there");
        }
    }

    private void Report(ClaimHolder? holder, Dimension dimension, string message) =>
        _found.Add(new(host.Id, holder, dimension, message));
}
