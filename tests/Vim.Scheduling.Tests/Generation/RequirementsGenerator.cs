using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>Makes requirements in which every word comes up, alone and beside the others.</summary>
internal sealed class RequirementsGenerator(Dice dice, CaseSize size)
{
    /// <summary>Sound ones.</summary>
    public ComputeRequirements Make()
    {
        while (true)
        {
            var made = TryMake();
            if (ComputeRequirementsRules.Check(made).Count == 0)
            {
                return made;
            }
        }
    }

    private ComputeRequirements TryMake()
    {
        var policy = dice.Pick(CpuPolicy.Shared, CpuPolicy.Dedicated, CpuPolicy.Dedicated, CpuPolicy.Mixed);
        var count = dice.Next(1, size.MaxVirtualCpus + 1);
        var nodes = dice.Chance(60) ? [] : GuestNodes(Math.Min(count, dice.Pick(size.GuestNodeCounts)), count);
        var memory = nodes.IsEmpty
            ? MemorySize.FromMiB(dice.Pick(256, 512, 1024, 1024, 2048, 3072))
            : nodes.Aggregate(MemorySize.Zero, (sum, node) => sum + node.Memory);
        return new()
        {
            VirtualCpuCount = count,
            Memory = memory,
            LocalStorage = dice.Chance(25) ? MemorySize.FromGiB(dice.Next(1, 15)) : MemorySize.Zero,
            Architecture = dice.Chance(12) ? dice.Pick("x86_64", "x86_64", "x86_64", "aarch64", "riscv64") : null,
            CpuPolicy = policy,
            DedicatedVirtualCpus = policy == CpuPolicy.Mixed
                ? CpuSet.Of(Enumerable.Range(0, count).Where(_ => dice.Chance(50)))
                : CpuSet.Empty,
            ThreadPolicy = policy == CpuPolicy.Shared
                ? CpuThreadPolicy.Prefer
                : dice.Pick(
                    CpuThreadPolicy.Prefer, CpuThreadPolicy.Prefer, CpuThreadPolicy.Isolate, CpuThreadPolicy.Require),
            EmulatorThreads = policy == CpuPolicy.Shared
                ? EmulatorThreadPolicy.Default
                : dice.Pick(
                    EmulatorThreadPolicy.Default,
                    EmulatorThreadPolicy.Default,
                    EmulatorThreadPolicy.Share,
                    EmulatorThreadPolicy.Isolate),
            GuestCpuTopology = dice.Chance(25) ? Topology(count) : null,
            PageSize = dice.Pick(
                PageSizeRequest.Small,
                PageSizeRequest.Small,
                PageSizeRequest.Large,
                PageSizeRequest.Any,
                PageSizeRequest.Of(PageSize.Huge1GiB),
                PageSizeRequest.Of(PageSize.Huge2MiB),
                PageSizeRequest.Of(PageSize.Small)),
            NumaNodes = nodes,
            Vnics = [.. Enumerable.Range(0, dice.Pick(size.VnicCounts)).Select(index => Vnic(index, nodes.Length))],
            Devices = [.. Enumerable.Range(0, dice.Pick(0, 0, 0, 0, 0, 0, 1, 2)).Select(_ => (dice.Chance(50)
                ? new DeviceRequirement(dice.Pick("gpu", "crypto"), null, null, dice.Pick(1, 1, 2, 3))
                : new DeviceRequirement(null, 0x8086, dice.Pick<ushort>(0x0d5c, 0x37c8), dice.Pick(1, 1, 2, 3))) with
            {
                NumaPolicy = dice.Chance(70) ? null : NumaPolicy(),
                Spread = dice.Pick(DeviceSpread.Any, DeviceSpread.Together, DeviceSpread.Apart),
            })],
            PciNumaPolicy = NumaPolicy(),
            CpuPinningRules = policy != CpuPolicy.Shared && dice.Chance(15) ? PinningRules(count) : [],
            RealTimeVirtualCpus = policy == CpuPolicy.Dedicated && count > 1 && dice.Chance(10)
                ? CpuSet.Of(count - 1)
                : CpuSet.Empty,
            RequiredTraits = dice.Chance(8) ? [dice.Pick("HW_A", "HW_A", "HW_B", "CUSTOM_X")] : [],
            ForbiddenTraits = dice.Chance(4) ? [dice.Pick("HW_B", "CUSTOM_C")] : [],
        };
    }

    private GuestCpuTopology Topology(int count)
    {
        var threads = count % 4 == 0 && dice.Chance(40) ? 4
            : count % 3 == 0 && dice.Chance(50) ? 3
            : count % 2 == 0 ? 2
            : 1;
        return new(count / threads, 1, threads);
    }

    /// <summary>For some vCPUs, in order; of a mixed guest those that are not dedicated make it unsound.</summary>
    private ImmutableArray<CpuPinningRule> PinningRules(int count) =>
        [.. Enumerable.Range(0, count).Where(_ => dice.Chance(60)).Select(cpu => new CpuPinningRule(
            cpu,
            CpuSet.Of(Enumerable.Range(0, dice.Pick(1, 2, 4, 8)).Select(_ => dice.Next(14)))))];

    private ImmutableArray<GuestNumaNode> GuestNodes(int nodes, int vcpus)
    {
        var owners = Enumerable.Range(0, vcpus).Select(vcpu => vcpu < nodes ? vcpu : dice.Next(nodes)).ToArray();
        return [.. Enumerable.Range(0, nodes).Select(node => new GuestNumaNode(
            node,
            CpuSet.Of(Enumerable.Range(0, vcpus).Where(vcpu => owners[vcpu] == node)),
            MemorySize.FromMiB(dice.Pick(256, 512, 1024, 1024, 1536))))];
    }

    private VnicRequirement Vnic(int index, int nodes)
    {
        var guaranteed = Bandwidth.FromGbps(dice.Pick(0, 0, 0, 1, 2, 4, 6, 9));
        return new()
        {
            Name = $"eth{index}",
            Kind = dice.Pick(
                VnicKind.Virtio, VnicKind.SriovVf, VnicKind.SriovVf, VnicKind.PfPassthrough, VnicKind.Macvtap,
                VnicKind.VhostUser, VnicKind.Vdpa),
            PhysicalNetwork = dice.Chance(50) ? dice.Chance(4) ? "physnet-x" : dice.Pick(CaseGenerator.Networks) : null,
            GuaranteedIngress = guaranteed,
            GuaranteedEgress = dice.Chance(70) ? guaranteed : Bandwidth.FromGbps(dice.Pick(0, 2, 6)),
            PeakIngress = dice.Chance(20) ? Bandwidth.FromGbps(10) : null,
            NumaPolicy = dice.Chance(35) ? NumaPolicy() : null,
            GuestNumaNode = nodes > 0 && dice.Chance(20) ? dice.Next(nodes) : null,
            DistinctPfGroup = dice.Chance(20) ? "red" : null,
            DistinctNicGroup = dice.Chance(15) ? "green" : null,
            DistinctSwitchGroup = dice.Chance(15) ? "blue" : null,
        };
    }

    private PciNumaPolicy NumaPolicy() => dice.Pick(
        PciNumaPolicy.Legacy,
        PciNumaPolicy.Preferred,
        PciNumaPolicy.Preferred,
        PciNumaPolicy.Required,
        PciNumaPolicy.Socket);
}
