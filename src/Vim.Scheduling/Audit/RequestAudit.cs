using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Audit;

/// <summary>Compares a placement with what was asked for, on the host it is on.</summary>
internal sealed class RequestAudit
{
    private readonly HostInventory _host;
    private readonly PlacementRequest _request;
    private readonly ComputeRequirements _wanted;
    private readonly HostPlacement _placement;
    private readonly Dictionary<int, CpuThread> _threads;
    private readonly List<ClaimViolation> _found = [];

    public RequestAudit(HostInventory host, PlacementRequest request, HostPlacement placement)
    {
        _host = host;
        _request = request;
        _wanted = request.Requirements;
        _placement = placement;
        _threads = host.Cpus.ToDictionary(cpu => cpu.Id);
    }

    public IReadOnlyList<ClaimViolation> Check()
    {
        If(_placement.Host != _host.Id, Dimension.Location, $"the placement is on host {_placement.Host}");
        CheckWhere();
        CheckVcpus();
        CheckNodes();
        CheckThreads();
        CheckGuestCores();
        CheckEmulator();
        new NicAudit(_host, _wanted, _placement, If).Check();
        If(_placement.LocalStorage != _wanted.LocalStorage, Dimension.LocalStorage, $"{_placement.LocalStorage} given");
        return _found;
    }

    private void CheckWhere()
    {
        If(
            (!_request.OnlyHosts.IsEmpty && !_request.OnlyHosts.Contains(_host.Id))
                || _request.NotHosts.Contains(_host.Id),
            Dimension.Location,
            "the host is not one that was asked for");
        If(
            _wanted.Architecture is { } architecture
                && !string.Equals(architecture, _host.Architecture, StringComparison.Ordinal),
            Dimension.Architecture,
            $"{_host.Architecture} is not {_wanted.Architecture}");
        If(!_wanted.HostTraits.IsSubsetOf(_host.Traits), Dimension.Traits, "a required trait is missing");
        If(_wanted.ForbiddenTraits.Overlaps(_host.Traits), Dimension.Traits, "a forbidden trait is there");
    }

    private void CheckVcpus()
    {
        var pinned = _wanted.PinnedVirtualCpus;
        If(
            !_placement.Pins.Select(pin => pin.VirtualCpu).SequenceEqual(pinned),
            Dimension.DedicatedCpus,
            $"vCPUs {string.Join(',', _placement.Pins.Select(pin => pin.VirtualCpu))} are pinned, not {pinned}");
        If(
            _placement.FloatingVirtualCpuCount != _wanted.VirtualCpuCount - pinned.Count,
            Dimension.SharedCpus,
            $"{_placement.FloatingVirtualCpuCount} vCPUs float");
        foreach (var rule in _wanted.CpuPinningRules)
        {
            var cpu = _placement.Pins.FirstOrDefault(pin => pin.VirtualCpu == rule.VirtualCpu).HostCpu;
            If(!rule.HostCpus.Contains(cpu), Dimension.CpuPinning, $"vCPU {rule.VirtualCpu} is on CPU {cpu}");
        }

        var claimed = _placement.Pins.Select(pin => pin.HostCpu).Concat(_placement.IdleSiblings).ToList();
        If(claimed.Distinct().Count() != claimed.Count, Dimension.DedicatedCpus, "a CPU is given twice");
    }

    private void CheckNodes()
    {
        var nodes = _wanted.EffectiveNumaNodes;
        If(
            !_placement.Nodes.Select(node => node.GuestNode).SequenceEqual(nodes.Select(node => node.Id)),
            Dimension.NumaFit,
            $"{_placement.Nodes.Length} guest NUMA nodes are placed, not {nodes.Length}");
        If(
            _placement.Nodes.Select(node => node.HostNode).Distinct().Count() != _placement.Nodes.Length,
            Dimension.NumaFit,
            "two guest NUMA nodes are on one host NUMA node");
        if (nodes.IsEmpty)
        {
            If(_placement.FloatingMemory < _wanted.Memory, Dimension.Memory, $"{_placement.FloatingMemory} given");
            return;
        }

        If(_placement.FloatingMemory != MemorySize.Zero, Dimension.Memory, "floating memory beside NUMA nodes");
        foreach (var (node, place) in nodes.Zip(_placement.Nodes))
        {
            CheckNode(node, place);
        }
    }

    private void CheckNode(GuestNumaNode node, GuestNodePlacement place)
    {
        If(
            place.PageCount != node.Memory.PagesOf(place.PageSize),
            Dimension.Memory,
            $"guest node {node.Id}: {place.PageCount} pages of {place.PageSize} for {node.Memory}");
        var request = _wanted.PageSize;
        var right = request.Kind switch
        {
            PageSizeKind.Small => place.PageSize == PageSize.Small,
            PageSizeKind.Large => place.PageSize.IsHuge,
            PageSizeKind.Exact => place.PageSize == request.Exact,
            _ => place.PageSize == PageSize.Small || place.PageSize.IsHuge,
        };
        If(!right, Dimension.HugePages, $"guest node {node.Id}: pages of {place.PageSize}, asked for {request}");
        var pinned = node.VirtualCpus.Intersect(_wanted.PinnedVirtualCpus);
        If(
            place.FloatingVirtualCpuCount != node.VirtualCpus.Count - pinned.Count,
            Dimension.SharedCpus,
            $"guest node {node.Id}: {place.FloatingVirtualCpuCount} vCPUs float");
        var local = NodeOf(place.HostNode)?.Cpus ?? CpuSet.Empty;
        If(
            place.FloatingVirtualCpuCount > 0 && !_placement.FloatingCpus.Overlaps(local),
            Dimension.SharedCpus,
            $"guest node {node.Id}: no shared CPU on host node {place.HostNode}");
        If(
            place.FloatingVirtualCpuCount > local.Intersect(_host.SharedCpus).Count,
            Dimension.SharedCpus,
            $"guest node {node.Id}: {place.FloatingVirtualCpuCount} vCPUs share fewer CPUs with themselves");
        foreach (var pin in _placement.Pins.Where(pin => pinned.Contains(pin.VirtualCpu)))
        {
            If(
                !local.Contains(pin.HostCpu),
                Dimension.NumaFit,
                $"vCPU {pin.VirtualCpu} is on CPU {pin.HostCpu}, not on host node {place.HostNode}");
        }
    }

    private void CheckThreads()
    {
        var isolated = _placement.EmulatorIsolated ? _placement.EmulatorCpus : CpuSet.Empty;
        var used = CpuSet.Of(_placement.Pins.Select(pin => pin.HostCpu)).Union(isolated);
        var claimed = used.Union(_placement.IdleSiblings);
        If(used.Overlaps(_placement.IdleSiblings), Dimension.WholeCores, "an idle sibling is in use");
        if (_wanted.ThreadPolicy == CpuThreadPolicy.Prefer)
        {
            If(!_placement.IdleSiblings.IsEmpty, Dimension.WholeCores, "prefer leaves no sibling idle");
            return;
        }

        var halfUsed = 0;
        foreach (var core in used.Select(CoreOf).Distinct())
        {
            var threads = _host.Cpus.Where(cpu => CoreOf(cpu.Id) == core).Select(cpu => cpu.Id).ToList();
            If(!threads.All(claimed.Contains), Dimension.WholeCores, $"core {core} is not claimed whole");
            var busy = threads.Count(used.Contains);
            If(
                _wanted.ThreadPolicy == CpuThreadPolicy.Isolate && busy > 1,
                Dimension.WholeCores,
                $"{busy} threads of core {core} are in use, isolate allows one");
            If(
                _wanted.ThreadPolicy == CpuThreadPolicy.Require && threads.Count < 2,
                Dimension.Siblings,
                $"core {core} has no siblings");
            halfUsed += busy < threads.Count ? 1 : 0;
        }

        If(
            _wanted.ThreadPolicy == CpuThreadPolicy.Require
                && !_wanted.GuestCores.Any()
                && halfUsed > Math.Max(1, _placement.Nodes.Length),
            Dimension.WholeCores,
            $"{halfUsed} cores are not filled");
        If(
            !_placement.IdleSiblings.All(cpu => used.Select(CoreOf).Contains(CoreOf(cpu))),
            Dimension.WholeCores,
            "a CPU is claimed idle whose core the guest does not use");
    }

    private void CheckGuestCores()
    {
        foreach (var core in _wanted.ThreadPolicy == CpuThreadPolicy.Require ? _wanted.GuestCores : [])
        {
            var hostCores = _placement.Pins.Where(pin => core.Contains(pin.VirtualCpu))
                .Select(pin => CoreOf(pin.HostCpu))
                .Distinct();
            If(hostCores.Count() > 1, Dimension.Siblings, $"vCPUs {core} of one guest core are on no siblings");
        }
    }

    private void CheckEmulator()
    {
        var isolate = _wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate;
        var cpus = _placement.EmulatorCpus;
        If(isolate != _placement.EmulatorIsolated, Dimension.DedicatedCpus, "emulator threads are not as asked for");
        If(cpus.IsEmpty, Dimension.DedicatedCpus, "emulator threads have no CPU");
        if (isolate)
        {
            var home = _placement.Nodes.IsEmpty ? null : NodeOf(_placement.Nodes[0].HostNode);
            If(cpus.Count != 1, Dimension.DedicatedCpus, $"emulator threads have {cpus}, not one CPU");
            If(
                home is null || !cpus.IsSubsetOf(home.Cpus),
                Dimension.NumaFit,
                "emulator threads are not on the node of guest node 0");
            If(
                _placement.Pins.Any(pin => cpus.Contains(pin.HostCpu)) || cpus.Overlaps(_placement.IdleSiblings),
                Dimension.DedicatedCpus,
                "the emulator threads' CPU is a vCPU's too");
        }
        else if (_wanted.EmulatorThreads == EmulatorThreadPolicy.Share)
        {
            If(!cpus.IsSubsetOf(_host.SharedCpus), Dimension.SharedCpus, "emulator threads are not on shared CPUs");
        }
        else
        {
            var own = _placement.FloatingCpus.Union(CpuSet.Of(_placement.Pins
                .Where(pin => !_wanted.RealTimeVirtualCpus.Contains(pin.VirtualCpu))
                .Select(pin => pin.HostCpu)));
            If(!cpus.IsSubsetOf(own), Dimension.DedicatedCpus, "emulator threads are not beside the vCPUs");
        }
    }

    private (int Socket, int Die, int Core, int Node) CoreOf(int cpu) => (
        _threads[cpu].SocketId,
        _threads[cpu].DieId,
        _threads[cpu].CoreId,
        _host.NumaNodes.First(node => node.Cpus.Contains(cpu)).Id);

    private NumaNode? NodeOf(int id) => _host.NumaNodes.FirstOrDefault(node => node.Id == id);

    private void If(bool broken, Dimension dimension, string message)
    {
        if (broken)
        {
            _found.Add(new(_host.Id, _request.Compute, dimension, message));
        }
    }
}
