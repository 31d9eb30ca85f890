using Nfv.OrVi.V1;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;
using Vim.Contracts.Model.V1;

namespace Vim.Cli.Rendering;

/// <summary>A host as people look at it: for each NUMA node its CPUs, pages and NICs, and whose they are.</summary>
internal sealed class HostPicture(Screen screen, GetHostResponse host, IReadOnlyList<VirtualCompute> computes)
{
    private const int NameWidth = 12;
    private readonly ComputeLetters _letters = new(computes.Select(compute => compute.ComputeId));
    private readonly Dictionary<string, string> _functionOwners = OwnersOf(computes);

    public void Write()
    {
        var summary = host.Summary;
        screen.Line(
            new Span(summary.HostId, Tone.Heading), "  ", HostTable.StateOf(summary.State), $"  zone {summary.ZoneId}",
            host.Inventory is { Rack.Length: > 0 } racked ? $"  rack {racked.Rack}" : "",
            host.Inventory is { FaultDomain.Length: > 0 } fed ? $"  fault domain {fed.FaultDomain}" : "",
            summary.Aggregates.Count > 0 ? $"  in {string.Join(", ", summary.Aggregates)}" : "");
        screen.Line(
            $"{summary.Model}, {summary.Architecture}, {host.Inventory?.Cpus.Count ?? 0} CPUs, "
            + $"{Units.Bytes(summary.MemoryBytes)}, driver {summary.Driver}");
        var owners = new CpuOwners(host, computes, _letters);
        foreach (var node in host.Inventory?.NumaNodes ?? [])
        {
            screen.Line();
            WriteNode(node, owners);
        }

        WriteFunctionsWithoutNode();
        WriteComputes();
    }

    private static Dictionary<string, string> OwnersOf(IReadOnlyList<VirtualCompute> computes)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var compute in computes)
        {
            foreach (var vnic in compute.EffectivePlacement?.Vnics ?? [])
            {
                if (vnic.HasVirtualFunction)
                {
                    owners[vnic.VirtualFunction] = compute.ComputeId;
                }
                else if (vnic is { HasPhysicalFunction: true, TypeVirtualNic: TypeVirtualNic.PfPassthrough })
                {
                    owners[vnic.PhysicalFunction] = compute.ComputeId;
                }
            }
        }

        return owners;
    }

    private void WriteNode(NumaNode node, CpuOwners owners)
    {
        var cpus = CpuList.FromMask(node.Cpus?.Words ?? []);
        var threads = host.Inventory.Cpus.Where(thread => cpus.Contains(thread.Id)).ToList();
        var sockets = threads.Select(thread => thread.SocketId).Distinct().Order().ToList();
        screen.Line(
            new Span($"NUMA node {node.Id}", Tone.Strong),
            sockets.Count == 0 ? "  no CPUs" : $"  socket {string.Join(',', sockets)}",
            $"  {cpus.Count(owners.IsFree)} of {cpus.Count} CPUs free");
        CpuMap.Write(screen, threads, owners);
        WriteMemory(node);
        foreach (var function in host.Inventory.PhysicalFunctions.Where(
            function => function.HasNumaNode && function.NumaNode == node.Id))
        {
            WriteFunction(function);
        }
    }

    private void WriteMemory(NumaNode node)
    {
        var usage = host.NumaNodes.FirstOrDefault(known => known.NumaNode == node.Id);
        foreach (var pool in usage?.HugePages ?? [])
        {
            WriteBar(
                Units.Bytes(pool.PageSizeBytes), pool.ClaimedPageCount, pool.TotalPageCount,
                $"{pool.ClaimedPageCount} of {pool.TotalPageCount} pages");
        }

        var huge = node.HugePages.Sum(pool => pool.PageSizeBytes * pool.TotalPageCount);
        var small = Math.Max(0, node.MemoryBytes - node.ReservedMemoryBytes - huge);
        var claimed = usage?.ClaimedSmallPageBytes ?? 0;
        WriteBar("small pages", claimed, small, $"{Units.Bytes(claimed)} of {Units.Bytes(small)}");
    }

    private void WriteFunctionsWithoutNode()
    {
        var functions = host.Inventory?.PhysicalFunctions.Where(function => !function.HasNumaNode).ToList() ?? [];
        if (functions.Count > 0)
        {
            screen.Line();
            screen.Line(new Span("NICs of no NUMA node", Tone.Strong));
            functions.ForEach(WriteFunction);
        }
    }

    private void WriteFunction(PhysicalFunction function)
    {
        var address = PciText.Of(function.PciAddress);
        var usage = host.PhysicalFunctions.FirstOrDefault(known => known.PciAddress == address);
        screen.Line(
            "  PF ", new Span(address, Tone.Accent), $" {function.Name}  {function.Nic}",
            $"  {Units.BitsPerSecond(function.LinkSpeedBitsPerSecond)}",
            function.HasPhysicalNetwork ? $"  {function.PhysicalNetwork}" : "");
        if (_functionOwners.TryGetValue(address, out var owner))
        {
            screen.Line("     ", new Span($"passed through to {_letters.Of(owner)}", Tone.Good));
        }

        if (function.VirtualFunctionPciAddresses.Count > 0)
        {
            WriteVirtualFunctions(function);
        }

        if (usage is { GuaranteeCapacityBitsPerSecond: > 0 })
        {
            WriteRate("in", usage.ClaimedIngressBitsPerSecond, usage.GuaranteeCapacityBitsPerSecond);
            WriteRate("out", usage.ClaimedEgressBitsPerSecond, usage.GuaranteeCapacityBitsPerSecond);
        }
    }

    private void WriteVirtualFunctions(PhysicalFunction function)
    {
        var line = new List<Span> { new("     VFs  ", Tone.Dim) };
        var taken = 0;
        foreach (var packed in function.VirtualFunctionPciAddresses)
        {
            var isOwned = _functionOwners.TryGetValue(PciText.Of(packed), out var owner);
            taken += isOwned ? 1 : 0;
            line.Add(isOwned ? new Span(_letters.Of(owner!).ToString(), Tone.Good) : new Span("·", Tone.Dim));
        }

        line.Add($"  {taken} of {function.VirtualFunctionPciAddresses.Count}");
        screen.Line([.. line]);
    }

    private void WriteRate(string way, long claimed, long capacity) => screen.Line(
    [
        new Span($"     {way,-4} ", Tone.Dim), .. Bar.Of(claimed, capacity),
        $"  {Units.BitsPerSecond(claimed)} of {Units.BitsPerSecond(capacity)} guaranteed",
    ]);

    private void WriteBar(string name, long taken, long total, string text) => screen.Line(
        [new Span($"  {name.PadRight(NameWidth)}", Tone.Dim), .. Bar.Of(taken, total), $"  {text}"]);

    private void WriteComputes()
    {
        screen.Line();
        foreach (var compute in computes)
        {
            screen.Line(
                new Span($"{_letters.Of(compute.ComputeId)} ", Tone.Good), ComputeTable.NameOf(compute), "  ",
                ComputeTable.StateOf(compute),
                $"  {ComputeTable.SizeOf(compute)}");
        }

        var legend = new List<Span>();
        foreach (var (mark, meaning) in CpuOwners.Legend)
        {
            legend.Add(mark);
            legend.Add(new Span($" {meaning}   ", Tone.Dim));
        }

        screen.Line([.. legend]);
    }
}
