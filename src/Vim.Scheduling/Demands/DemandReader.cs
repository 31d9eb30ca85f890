using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Demands;

/// <summary>
/// Reads requirements into a <see cref="Demand"/>. Pure; done once for each flavour and shape of its vNICs.
/// </summary>
internal static class DemandReader
{
    public static Demand Read(ZoneLedger ledger, ComputeRequirements wanted, int number)
    {
        var nodes = wanted.EffectiveNumaNodes;
        var pinnedVcpus = wanted.PinnedVirtualCpus;
        var isolates = wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate && !nodes.IsEmpty;
        int[][] pinned = [.. nodes.Select(node => node.VirtualCpus.Intersect(pinnedVcpus).ToArray())];
        var functions = FunctionsOf(ledger, wanted);
        var devices = DevicesOf(ledger, wanted);
        return new Demand
        {
            GuestNodeIds = [.. nodes.Select(node => node.Id)],
            Pinned = pinned,
            GuestCores =
                [.. pinned.Select((own, guest) => GuestCoresOf(wanted, own, withEmulator: guest == 0 && isolates))],
            Rules = [.. pinned.Select(own => RulesOf(wanted, own))],
            PinCount = pinnedVcpus.Count,
            Cpus = [.. pinned.Select((own, guest) => own.Length + (guest == 0 && isolates ? 1 : 0))],
            Floating = [.. nodes.Select((node, guest) => node.VirtualCpus.Count - pinned[guest].Length)],
            Memory = [.. nodes.Select(node => node.Memory.Bytes)],
            TotalFloating = wanted.VirtualCpuCount - pinnedVcpus.Count,
            FloatingMemory = nodes.IsEmpty ? Demand.SmallBytes(wanted.Memory.Bytes) : 0,
            ThreadPolicy = wanted.ThreadPolicy,
            PageSize = wanted.PageSize,
            LocalStorage = wanted.LocalStorage.Bytes,
            IsolatesEmulator = isolates,
            SharesEmulator = wanted.EmulatorThreads == EmulatorThreadPolicy.Share,
            Functions = functions,
            Devices = devices,
            Architecture = ledger.Names.Find(wanted.Architecture),
            RequiredTraits = [.. wanted.HostTraits.Select(ledger.Traits.Find)],
            ForbiddenTraits = [.. wanted.ForbiddenTraits.Select(ledger.Traits.Find)],
            PreferenceCount = functions.Count(item => item.Nearness == Nearness.Preferred)
                + devices.Sum(device => device.Nearness == Nearness.Preferred ? device.Count : 0),
            Number = number,
            NamesKnown = ledger.NamesKnown,
        }.Complete();
    }

    private static int[][] GuestCoresOf(ComputeRequirements wanted, int[] pinned, bool withEmulator)
    {
        int[][] cores = [.. wanted.GuestCores
            .Select(core => Enumerable.Range(0, pinned.Length).Where(place => core.Contains(pinned[place])).ToArray())
            .Where(places => places.Length > 0)
            .OrderByDescending(places => places.Length)];
        return cores.Length > 0 && withEmulator ? [.. cores, [pinned.Length]] : cores;
    }

    private static CpuSet[] RulesOf(ComputeRequirements wanted, int[] pinned)
    {
        CpuSet[] rules = [.. pinned.Select(cpu =>
            wanted.CpuPinningRules.FirstOrDefault(rule => rule.VirtualCpu == cpu)?.HostCpus ?? CpuSet.Empty)];
        return rules.All(rule => rule.IsEmpty) ? [] : rules;
    }

    private static DeviceDemand[] DevicesOf(ZoneLedger ledger, ComputeRequirements wanted) =>
        [.. wanted.Devices.Select(device => new DeviceDemand(
            device.VendorId ?? -1,
            device.DeviceId ?? -1,
            ledger.Names.Find(device.Alias),
            device.Count,
            NearnessOf(device.NumaPolicy ?? wanted.PciNumaPolicy),
            device.Count > 1 ? device.Spread : DeviceSpread.Any))];

    /// <summary>
    /// virtio takes no function for itself, so the compute's policy for PCI devices is not meant for it; a wish of
    /// its own (policy, guest node) is.
    /// </summary>
    private static Nearness NearnessOf(VnicRequirement vnic, ComputeRequirements wanted) =>
        vnic.GuestNumaNode is not null ? Nearness.Tied
        : vnic.NumaPolicy is { } own ? NearnessOf(own)
        : vnic.TakesFunction ? NearnessOf(wanted.PciNumaPolicy)
        : Nearness.Anywhere;

    private static Nearness NearnessOf(PciNumaPolicy policy) => policy switch
    {
        PciNumaPolicy.Preferred => Nearness.Preferred,
        PciNumaPolicy.Required => Nearness.Required,
        PciNumaPolicy.Socket => Nearness.Socket,
        _ => Nearness.Legacy,
    };

    /// <summary>
    /// Hardest first: whole functions, then by network and rate, so that like demands are neighbours.
    /// </summary>
    private static FunctionDemand[] FunctionsOf(ZoneLedger ledger, ComputeRequirements wanted)
    {
        var labels = new NameTable();
        var nics = SharedLabels(wanted, static vnic => vnic.DistinctNicGroup);
        var switches = SharedLabels(wanted, static vnic => vnic.DistinctSwitchGroup);
        var found = new List<FunctionDemand>();
        for (var index = 0; index < wanted.Vnics.Length; index++)
        {
            var vnic = wanted.Vnics[index];
            if (vnic.NeedsFunction)
            {
                found.Add(new(
                    index,
                    vnic.Kind,
                    vnic.PhysicalNetwork is null ? NameTable.None : ledger.Names.Find(vnic.PhysicalNetwork),
                    vnic.GuaranteedIngress.BitsPerSecond,
                    vnic.GuaranteedEgress.BitsPerSecond,
                    NearnessOf(vnic, wanted),
                    vnic.GuestNumaNode ?? -1,
                    labels.Intern(vnic.DistinctPfGroup),
                    nics.Find(vnic.DistinctNicGroup),
                    switches.Find(vnic.DistinctSwitchGroup)));
            }
        }

        return [.. found
            .OrderByDescending(item => item.Kind == VnicKind.PfPassthrough)
            .ThenBy(item => wanted.Vnics[item.Vnic].PhysicalNetwork is null)
            .ThenBy(item => wanted.Vnics[item.Vnic].PhysicalNetwork, StringComparer.Ordinal)
            .ThenByDescending(item => Math.Max(item.Ingress, item.Egress))
            .ThenBy(item => item.Ingress)
            .ThenBy(item => item.Kind)
            .ThenBy(item => item.Nearness)
            .ThenBy(item => item.GuestNode)
            .ThenBy(item => item.Label)
            .ThenBy(item => item.NicLabel)
            .ThenBy(item => item.SwitchLabel)
            .ThenBy(item => item.Vnic)];
    }

    /// <summary>Labels that two vNICs or more have: one alone is apart from nobody, wherever it is.</summary>
    private static NameTable SharedLabels(ComputeRequirements wanted, Func<VnicRequirement, string?> labelOf)
    {
        var shared = new NameTable();
        foreach (var label in wanted.Vnics.Select(labelOf).GroupBy(label => label).Where(group => group.Count() > 1))
        {
            shared.Intern(label.Key);
        }

        return shared;
    }
}
