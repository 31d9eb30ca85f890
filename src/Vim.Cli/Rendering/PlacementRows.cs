using Nfv.OrVi.V1;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>One thing of a compute and where it landed.</summary>
/// <param name="What">vCPUs, memory, a vNIC ...</param>
/// <param name="How">Policy, page size, kind.</param>
/// <param name="Where">CPUs, node, PCI address.</param>
/// <param name="Rate">Guaranteed rates, for vNICs.</param>
internal sealed record PlacementRow(string What, string How, string Where, string Rate);

/// <summary>A placement as rows: every vCPU, page, VF and rate is in one of them.</summary>
internal static class PlacementRows
{
    /// <param name="placement">Where it landed.</param>
    /// <param name="epa">What was asked; null: not known.</param>
    /// <param name="virtualCpuCount">vCPUs of the compute.</param>
    public static IEnumerable<PlacementRow> Of(EffectivePlacement placement, EpaRequirements? epa, int virtualCpuCount)
    {
        foreach (var row in Cpus(placement, epa, virtualCpuCount))
        {
            yield return row;
        }

        foreach (var row in Memory(placement))
        {
            yield return row;
        }

        foreach (var vnic in placement.Vnics)
        {
            yield return new PlacementRow(
                $"vNIC {vnic.Name}", KindOf(vnic.TypeVirtualNic), FunctionOf(vnic), RateOf(vnic));
        }

        foreach (var device in placement.DevicePciAddresses)
        {
            yield return new PlacementRow("device", "PCI passthrough", device, "");
        }

        if (placement.LocalStorageBytes > 0)
        {
            yield return new PlacementRow("disk", "local", Units.Bytes(placement.LocalStorageBytes), "");
        }
    }

    public static string KindOf(TypeVirtualNic kind) => kind switch
    {
        TypeVirtualNic.Virtio => "virtio",
        TypeVirtualNic.SriovVf => "SR-IOV VF",
        TypeVirtualNic.PfPassthrough => "whole PF",
        TypeVirtualNic.Macvtap => "macvtap",
        TypeVirtualNic.VhostUser => "vhost-user",
        TypeVirtualNic.Vdpa => "vDPA VF",
        _ => "-",
    };

    public static string FunctionOf(VnicPlacement vnic) => (vnic.HasVirtualFunction, vnic.HasPhysicalFunction) switch
    {
        (true, true) => $"VF {vnic.VirtualFunction} of PF {vnic.PhysicalFunction}",
        (true, false) => $"VF {vnic.VirtualFunction}",
        (false, true) => $"PF {vnic.PhysicalFunction}",
        _ => "host's vSwitch",
    };

    public static string RateOf(VnicPlacement vnic)
    {
        var guaranteed = Both(
            vnic.GuaranteedIngressBitsPerSecond, vnic.GuaranteedEgressBitsPerSecond, "guaranteed");
        var peak = Both(
            vnic.HasPeakIngressBitsPerSecond ? vnic.PeakIngressBitsPerSecond : 0,
            vnic.HasPeakEgressBitsPerSecond ? vnic.PeakEgressBitsPerSecond : 0,
            "at most");
        return string.Join(", ", new[] { guaranteed, peak }.Where(text => text.Length > 0));
    }

    private static string Both(long ingress, long egress, string word) => (ingress, egress) switch
    {
        (0, 0) => "",
        _ when ingress == egress => $"{Units.BitsPerSecond(ingress)} each way {word}",
        _ => $"{Units.BitsPerSecond(ingress)} in, {Units.BitsPerSecond(egress)} out {word}",
    };

    private static IEnumerable<PlacementRow> Cpus(
        EffectivePlacement placement, EpaRequirements? epa, int virtualCpuCount)
    {
        var policy = PolicyOf(epa);
        if (placement.Nodes.Count == 0)
        {
            if (placement.Pins.Count > 0)
            {
                yield return Pinned(placement.Pins, policy, node: null);
            }
        }

        foreach (var node in placement.Nodes)
        {
            var ofNode = PinsOf(placement, epa, node.GuestNode);
            if (ofNode.Count > 0)
            {
                yield return Pinned(ofNode, policy, node.HostNode);
            }
        }

        if (placement.FloatingVirtualCpuCount > 0)
        {
            var pinned = placement.Pins.Select(pin => pin.VirtualCpu).ToHashSet();
            var floating = Enumerable.Range(0, virtualCpuCount).Where(cpu => !pinned.Contains(cpu));
            yield return new PlacementRow(
                $"vCPU {CpuList.Format(floating)}", "shared", $"float on CPU {Text(placement.FloatingCpus)}", "");
        }

        if (placement.EmulatorCpus.Length > 0 && (placement.EmulatorIsolated || !IsWhereItsCpusAre(placement)))
        {
            yield return new PlacementRow(
                "emulator", placement.EmulatorIsolated ? "own CPU" : "beside others", $"CPU {placement.EmulatorCpus}",
                "");
        }

        if (placement.IdleSiblings.Length > 0)
        {
            yield return new PlacementRow("siblings", "kept idle", $"CPU {placement.IdleSiblings}", "");
        }
    }

    private static bool IsWhereItsCpusAre(EffectivePlacement placement) =>
        placement.EmulatorCpus == placement.FloatingCpus
        || placement.EmulatorCpus == CpuList.Format(placement.Pins.Select(pin => pin.HostCpu));

    private static string PolicyOf(EpaRequirements? epa) => epa?.CpuThreadPolicy switch
    {
        CpuThreadPolicy.Isolate => "dedicated, isolate",
        CpuThreadPolicy.Require => "dedicated, sibling pairs",
        _ => "dedicated",
    };

    private static List<VirtualCpuPin> PinsOf(EffectivePlacement placement, EpaRequirements? epa, int guestNode)
    {
        if (placement.Nodes.Count == 1 || epa is null)
        {
            return guestNode == placement.Nodes[0].GuestNode ? [.. placement.Pins] : [];
        }

        var asked = epa.NumaNodes.FirstOrDefault(node => node.Id == guestNode)?.VirtualCpus ?? "";
        var members = CpuList.Parse(asked).ToHashSet();
        return [.. placement.Pins.Where(pin => members.Contains(pin.VirtualCpu))];
    }

    private static PlacementRow Pinned(IReadOnlyCollection<VirtualCpuPin> pins, string policy, int? node) => new(
        $"vCPU {CpuList.Format(pins.Select(pin => pin.VirtualCpu))}",
        policy,
        $"CPU {CpuList.Format(pins.Select(pin => pin.HostCpu))}" + (node is null ? "" : $" on node {node}"),
        "");

    private static IEnumerable<PlacementRow> Memory(EffectivePlacement placement)
    {
        foreach (var node in placement.Nodes)
        {
            var size = Units.Bytes(node.PageSizeBytes * node.PageCount);
            var pages = $"{Words.Count(node.PageCount, "page")} of {Units.Bytes(node.PageSizeBytes)}";
            yield return new PlacementRow($"memory {size}", pages, $"node {node.HostNode}", "");
        }

        if (placement.FloatingMemoryBytes > 0)
        {
            yield return new PlacementRow(
                $"memory {Units.Bytes(placement.FloatingMemoryBytes)}", "small pages", "any node", "");
        }
    }

    private static string Text(string cpus) => cpus.Length == 0 ? "-" : cpus;
}
