using Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Tests.World;

/// <summary>Flavours that the tests allocate.</summary>
internal static class TestFlavours
{
    public const long GiB = 1L << 30;

    /// <summary>Two floating vCPUs, small pages.</summary>
    public static VirtualComputeFlavour Control(string id) => new()
    {
        FlavourId = id,
        Name = "control plane",
        VirtualCpu = new() { NumVirtualCpu = 2 },
        VirtualMemory = new() { VirtualMemSize = new() { Bytes = 2 * GiB } },
    };

    /// <summary>Four dedicated vCPUs, 4 pages of 1 GiB, an SR-IOV vNIC with 2 Gbit/s on the same NUMA node.</summary>
    public static VirtualComputeFlavour Forwarder(string id) => new()
    {
        FlavourId = id,
        Name = "forwarder",
        VirtualCpu = new() { NumVirtualCpu = 4 },
        VirtualMemory = new() { VirtualMemSize = new() { Bytes = 4 * GiB } },
        Epa = new()
        {
            CpuPolicy = CpuPolicy.Dedicated,
            CpuThreadPolicy = CpuThreadPolicy.Require,
            PageSize = PageSizeKind.Exact,
            PageSizeBytes = GiB,
        },
        VirtualNetworkInterface =
        {
            new VirtualNetworkInterfaceData
            {
                Name = "fabric0",
                TypeVirtualNic = TypeVirtualNic.SriovVf,
                Epa = new()
                {
                    PhysicalNetwork = "physnet1",
                    GuaranteedIngressBitsPerSecond = 2_000_000_000,
                    GuaranteedEgressBitsPerSecond = 1_000_000_000,
                    NumaPolicy = PciNumaPolicy.Required,
                },
            },
        },
    };

    /// <summary>More dedicated vCPUs than a host has.</summary>
    public static VirtualComputeFlavour TooLarge(string id) => new()
    {
        FlavourId = id,
        VirtualCpu = new() { NumVirtualCpu = TestHosts.DedicatedCpuCount + 2 },
        VirtualMemory = new() { VirtualMemSize = new() { Bytes = 4 * GiB } },
        Epa = new() { CpuPolicy = CpuPolicy.Dedicated },
    };
}
