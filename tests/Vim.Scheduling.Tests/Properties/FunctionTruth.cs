using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Views;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>What a refusal says of functions, rates and devices, computed anew or tried by brute force.</summary>
internal static class FunctionTruth
{
    public static void Check(World world, HostInventory host, HostCapacity view, DimensionShortfall said, string at)
    {
        var wanted = world.Request.Requirements;
        var functions = host.PhysicalFunctions;
        var network = said.Detail.Split(',')[0].Split(" for ")[0];
        bool Leads(PhysicalFunction pf) =>
            network == "any network" ? pf.PhysicalNetwork is not null : pf.PhysicalNetwork == network;
        bool Asks(VnicRequirement vnic) => (vnic.PhysicalNetwork ?? "any network") == network && !IsPlain(vnic);
        FunctionCapacity Free(PhysicalFunction pf) => view.PhysicalFunctions.First(item => item.Address == pf.Address);
        var open = functions.Where(pf => Leads(pf) && !Free(pf).IsClaimedWhole).ToList();
        if (said.Unit is "vNICs, hardest first" or "PCI demands, hardest first" or "device demands, in order")
        {
            CheckJoint(world, host, said, at);
            return;
        }

        switch (said.Dimension)
        {
            case Dimension.PhysicalNetwork when said.Detail.EndsWith(" for virtio", StringComparison.Ordinal):
                Assert.True(wanted.Vnics.Any(vnic => Asks(vnic) && vnic.Kind == VnicKind.Virtio), at);
                Assert.True(open.All(pf => !pf.CarriesVirtio), at);
                break;
            case Dimension.PhysicalNetwork when said.Detail.EndsWith(" for vhost-user", StringComparison.Ordinal):
                Assert.True(wanted.Vnics.Any(vnic => Asks(vnic) && vnic.Kind == VnicKind.VhostUser), at);
                Assert.True(open.All(pf => !pf.OffersVhostUser), at);
                break;
            case Dimension.VirtualFunctions when said.Detail.EndsWith(" for vDPA", StringComparison.Ordinal):
                Assert.True(said.Wanted == wanted.Vnics.Count(vnic => Asks(vnic) && vnic.Kind == VnicKind.Vdpa), at);
                Assert.True(
                    said.Available == open.Where(pf => pf.OffersVdpa).Sum(pf => Free(pf).FreeVirtualFunctions),
                    at);
                break;
            case Dimension.PhysicalNetwork:
                Assert.True(wanted.Vnics.Any(Asks) && !functions.Any(Leads), at);
                break;
            case Dimension.VirtualFunctions:
                Assert.True(
                    said.Wanted == wanted.Vnics.Count(vnic =>
                        Asks(vnic) && vnic.Kind is VnicKind.SriovVf or VnicKind.Macvtap or VnicKind.Vdpa),
                    at);
                Assert.True(said.Available == open.Sum(pf => Free(pf).FreeVirtualFunctions), at);
                break;
            case Dimension.PhysicalFunctions:
                Assert.True(
                    said.Wanted == wanted.Vnics.Count(vnic => Asks(vnic) && vnic.Kind == VnicKind.PfPassthrough),
                    at);
                Assert.True(said.Available == open.Count(pf => pf.AllowsPassthrough && Free(pf).VnicCount == 0), at);
                break;
            case Dimension.IngressBandwidth or Dimension.EgressBandwidth:
                CheckRate(wanted, open, Free, Asks, said, at);
                break;
            case Dimension.DistinctPhysicalFunctions:
                CheckApart(wanted, functions, vnic => vnic.DistinctPfGroup, pf => pf.Name, said, at);
                break;
            case Dimension.DistinctNics:
                CheckApart(wanted, functions, vnic => vnic.DistinctNicGroup, pf => pf.Nic, said, at);
                break;
            case Dimension.DistinctSwitches:
                CheckApart(wanted, functions, vnic => vnic.DistinctSwitchGroup, pf => pf.Switch, said, at);
                break;
            case Dimension.Devices when said.Detail.Contains(", on ", StringComparison.Ordinal):
                CheckSpread(wanted, view, said, at);
                break;
            case Dimension.Devices:
                var demands = wanted.Devices
                    .Where(device => (device.Alias ?? $"{device.VendorId:x4}:{device.DeviceId:x4}") == said.Detail)
                    .ToList();
                var demand = demands[0];
                Assert.True(said.Wanted == demands.Sum(device => device.Count), at);
                Assert.True(said.Available == view.FreeDevices.Count(device => demand.Alias is null
                    ? device.VendorId == demand.VendorId && device.DeviceId == demand.DeviceId
                    : device.Alias == demand.Alias), at);
                break;
            default:
                Assert.Fail($"{at}: nobody checks this");
                break;
        }
    }

    private static void CheckRate(
        ComputeRequirements wanted,
        List<PhysicalFunction> open,
        Func<PhysicalFunction, FunctionCapacity> free,
        Func<VnicRequirement, bool> asks,
        DimensionShortfall said,
        string at)
    {
        var ingress = said.Dimension == Dimension.IngressBandwidth;
        long RateOf(VnicRequirement vnic) =>
            (ingress ? vnic.GuaranteedIngress : vnic.GuaranteedEgress).BitsPerSecond / 1_000_000;
        long FreeOf(PhysicalFunction pf) =>
            (ingress ? free(pf).FreeIngress : free(pf).FreeEgress).BitsPerSecond / 1_000_000;
        var name = said.Detail.Split(' ')[^1];
        if (said.Detail.EndsWith("all vNICs", StringComparison.Ordinal))
        {
            var all = wanted.Vnics.Where(asks).ToList();
            Assert.True(said.Wanted == all.Sum(RateOf), at);
            Assert.True(said.Available == open.Where(pf => all.Any(vnic => Serves(wanted, pf, vnic))).Sum(FreeOf), at);
            return;
        }

        var one = wanted.Vnics.Single(vnic => vnic.Name == name);
        Assert.True(said.Wanted == RateOf(one), at);
        Assert.True(said.Available == open.Where(pf => Serves(wanted, pf, one)).Select(FreeOf).Append(0).Max(), at);
    }

    /// <summary>A virtio vNIC without any wish is on no function.</summary>
    private static bool IsPlain(VnicRequirement vnic) => vnic is
    {
        Kind: VnicKind.Virtio, HasGuarantee: false, NumaPolicy: null, GuestNumaNode: null, DistinctPfGroup: null,
        DistinctNicGroup: null, DistinctSwitchGroup: null, PhysicalNetwork: null,
    };

    private static void CheckSpread(ComputeRequirements wanted, HostCapacity view, DimensionShortfall said, string at)
    {
        var (kind, words) = (said.Detail.Split(", ")[0], said.Detail.Split(", ")[1]);
        var spread = words == "on one physical device" ? DeviceSpread.Together : DeviceSpread.Apart;
        var demands = wanted.Devices
            .Where(device =>
                (device.Alias ?? $"{device.VendorId:x4}:{device.DeviceId:x4}") == kind && device.Spread == spread)
            .ToList();
        Assert.True(said.Wanted == demands.Max(device => device.Count), at);
        var physical = view.FreeDevices
            .Where(device => demands[0].Alias is null
                ? device.VendorId == demands[0].VendorId && device.DeviceId == demands[0].DeviceId
                : device.Alias == demands[0].Alias)
            .GroupBy(device => device.Parent ?? device.Address)
            .Select(parts => parts.Count())
            .ToList();
        Assert.True(
            said.Available == (spread == DeviceSpread.Together ? physical.Append(0).Max() : physical.Count),
            at);
    }

    private static void CheckApart(
        ComputeRequirements wanted,
        IEnumerable<PhysicalFunction> functions,
        Func<VnicRequirement, string?> labelOf,
        Func<PhysicalFunction, string?> thingOf,
        DimensionShortfall said,
        string at)
    {
        var members = wanted.Vnics.Where(vnic => labelOf(vnic) == said.Detail).ToList();
        Assert.True(said.Wanted == members.Count, at);
        var things = functions.Where(pf => members.Any(vnic => Serves(wanted, pf, vnic))).Select(thingOf);
        Assert.True(said.Available == things.Distinct().Count(), at);
    }

    private static bool Serves(ComputeRequirements wanted, PhysicalFunction pf, VnicRequirement vnic) =>
        (vnic.PhysicalNetwork is null ? pf.PhysicalNetwork is not null : vnic.PhysicalNetwork == pf.PhysicalNetwork)
        && (vnic.Kind != VnicKind.Virtio || pf.CarriesVirtio)
        && (vnic.Kind != VnicKind.PfPassthrough || pf.AllowsPassthrough)
        && (vnic.Kind != VnicKind.VhostUser || pf.OffersVhostUser)
        && (vnic.Kind != VnicKind.Vdpa || pf.OffersVdpa)
        && (pf.Nic.Length > 0 || !IsShared(wanted, vnic.DistinctNicGroup, other => other.DistinctNicGroup))
        && (pf.Switch is not null || !IsShared(wanted, vnic.DistinctSwitchGroup, other => other.DistinctSwitchGroup));

    private static bool IsShared(ComputeRequirements wanted, string? label, Func<VnicRequirement, string?> labelOf) =>
        label is not null && wanted.Vnics.Count(vnic => labelOf(vnic) == label) > 1;

    /// <summary>
    /// Each alone would do: so all must fail by brute force, and so many as are said to fit must fit.
    /// </summary>
    private static void CheckJoint(World world, HostInventory host, DimensionShortfall said, string at)
    {
        var wanted = world.Request.Requirements with { LocalStorage = default };
        var oracle = world.OracleOf(host.Id);
        if (said.Dimension == Dimension.PciNumaAffinity)
        {
            Assert.False(oracle.Fits(wanted), at);
            Assert.True(oracle.Fits(wanted with { Vnics = [], Devices = [] }), at);
            Assert.True(oracle.Fits(Untied(wanted)), at);
            return;
        }

        var free = Untied(wanted) with
        {
            CpuPolicy = CpuPolicy.Shared,
            DedicatedVirtualCpus = CpuSet.Empty,
            ThreadPolicy = CpuThreadPolicy.Prefer,
            EmulatorThreads = EmulatorThreadPolicy.Default,
            NumaNodes = [],
            PageSize = PageSizeRequest.Small,
            LocalStorage = default,
        };
        var roomy = new Oracle.BruteForce(
            host with
            {
                SharedCpus = CpuSet.Of(host.Cpus.Select(cpu => cpu.Id)),
                SharedCpuRatio = 100,
                NumaNodes = [.. host.NumaNodes.Select(node => node with
                {
                    Memory = Domain.Units.MemorySize.FromGiB(1000),
                    HugePages = [],
                })],
            },
            [.. world.ClaimsOn(host.Id).Select(claim => claim.Placement with { Nodes = [] })]);
        var devices = said.Dimension == Dimension.Devices;
        Assert.False(roomy.Fits(devices ? free with { Vnics = [] } : free with { Devices = [] }), at);
    }

    private static ComputeRequirements Untied(ComputeRequirements wanted) => wanted with
    {
        PciNumaPolicy = PciNumaPolicy.Preferred,
        Devices = [.. wanted.Devices.Select(device => device with { NumaPolicy = null })],
        Vnics = [.. wanted.Vnics.Select(vnic => vnic with
        {
            GuestNumaNode = null,
            NumaPolicy = vnic.NumaPolicy is null && vnic.GuestNumaNode is null ? null : PciNumaPolicy.Preferred,
        })],
    };
}
