using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Southbound.Simulated.Descriptions;

namespace Vim.Southbound.Simulated.Tests.Support;

/// <summary>Hosts and guests to try things with.</summary>
internal static class Samples
{
    public const string FirstBoot = "6a2ff0c4-4f0f-4d52-9d38-0d3f4c8b0001";

    public static HostDescription R740 { get; } =
        HostDescriptionParser.Load(RepositoryFiles.Host("dell-r740xd-2x-gold-6230"));

    public static HostIdentity Identity(string id = "h1") =>
        new(new HostId(id), new ZoneId("zone-a"), "rack-1", FirstBoot);

    public static HostInventory Inventory { get; } = R740.ToInventory(Identity());

    /// <summary>
    /// A guest on NUMA node 1 of the R740xd: 4 pinned vCPUs, 8 GiB of 1 GiB pages, one VF with a guarantee.
    /// </summary>
    public static GuestSpec Guest(
        string compute,
        int firstCpu = 9,
        int virtualFunction = 0,
        long guaranteedMbps = 1000,
        int incarnation = 1)
    {
        var cpus = new[] { firstCpu, firstCpu + 40, firstCpu + 2, firstCpu + 42 };
        var function = Inventory.PhysicalFunctions.Single(function => function.Name == "ens7f0");
        return Of(compute, incarnation, new HostPlacement
        {
            Host = new("h1"),
            Nodes = [new(0, 1, PageSize.Huge1GiB, 8, 0)],
            Pins = [.. cpus.Select((cpu, index) => new VirtualCpuPin(index, cpu))],
            EmulatorCpus = CpuSet.Of(cpus),
            LocalStorage = MemorySize.FromGiB(10),
            Vnics =
            [
                new()
                {
                    Name = "data0",
                    Kind = VnicKind.SriovVf,
                    PhysicalFunction = function.Address,
                    VirtualFunction = function.VirtualFunctions[virtualFunction],
                    GuaranteedIngress = Bandwidth.FromMbps(guaranteedMbps),
                    GuaranteedEgress = Bandwidth.FromMbps(guaranteedMbps),
                },
            ],
        });
    }

    /// <summary>A guest whose requirements are as many vCPUs and vNICs as the placement has.</summary>
    public static GuestSpec Of(string compute, int incarnation, HostPlacement placement) => new()
    {
        Compute = new(compute),
        Incarnation = incarnation,
        Name = compute,
        Placement = placement,
        Requirements = new()
        {
            VirtualCpuCount = placement.Pins.Length + placement.FloatingVirtualCpuCount,
            Memory = MemorySize.FromGiB(8),
            CpuPolicy = placement.Pins.IsEmpty ? CpuPolicy.Shared : CpuPolicy.Dedicated,
            Vnics = [.. placement.Vnics.Select(vnic => new VnicRequirement { Name = vnic.Name, Kind = vnic.Kind })],
        },
    };

    public static GuestSpec With(this GuestSpec spec, Func<HostPlacement, HostPlacement> change) =>
        Of(spec.Compute.Value, spec.Incarnation, change(spec.Placement));

    public static ImmutableArray<VirtualCpuPin> Pins(params int[] cpus) =>
        [.. cpus.Select((cpu, index) => new VirtualCpuPin(index, cpu))];
}
