using Nfv.OrVi.V1;
using Vim.Server.Tests.Members;

namespace Vim.Server.Tests.Kill;

/// <summary>Three flavours that together claim every dimension that can be owned twice.</summary>
internal static class TestFlavours
{
    private const long GiB = 1L << 30;

    public static IEnumerable<VirtualComputeFlavour> All =>
    [
        Flavour("pinned", 2, 2 * GiB, new EpaRequirements
        {
            CpuPolicy = CpuPolicy.Dedicated,
            CpuThreadPolicy = CpuThreadPolicy.Isolate,
            EmulatorThreadPolicy = EmulatorThreadPolicy.Isolate,
        }),
        Flavour("paged", 4, 4 * GiB, new EpaRequirements
        {
            CpuPolicy = CpuPolicy.Dedicated,
            CpuThreadPolicy = CpuThreadPolicy.Prefer,
            PageSize = PageSizeKind.Exact,
            PageSizeBytes = GiB,
        }),
        Sriov(),
    ];

    private static VirtualComputeFlavour Sriov()
    {
        var flavour = Flavour("sriov", 2, 2 * GiB, new EpaRequirements
        {
            CpuPolicy = CpuPolicy.Dedicated,
            PageSize = PageSizeKind.Exact,
            PageSizeBytes = GiB,
            PciNumaPolicy = PciNumaPolicy.Required,
        });
        flavour.VirtualNetworkInterface.Add(new VirtualNetworkInterfaceData
        {
            Name = "data0",
            TypeVirtualNic = TypeVirtualNic.SriovVf,
            Epa = new VnicEpa
            {
                PhysicalNetwork = "physnet-data",
                GuaranteedEgressBitsPerSecond = 1_000_000_000,
                GuaranteedIngressBitsPerSecond = 1_000_000_000,
            },
        });
        return flavour;
    }

    private static VirtualComputeFlavour Flavour(string id, int cpus, long memory, EpaRequirements epa) => new()
    {
        FlavourId = id,
        Name = id,
        IsPublic = true,
        ResourceGroupId = VimClient.Tenant,
        VirtualCpu = new VirtualCpuData { NumVirtualCpu = cpus },
        VirtualMemory = new VirtualMemoryData { VirtualMemSize = new DataSize { Bytes = memory } },
        Epa = epa,
    };
}
