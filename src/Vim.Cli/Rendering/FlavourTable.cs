using Nfv.OrVi.V1;
using Vim.Cli.Deployment;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>Flavours, one line each.</summary>
internal static class FlavourTable
{
    public static void Write(Screen screen, IReadOnlyList<VirtualComputeFlavour> flavours, bool isWide)
    {
        var table = new TextTable(
            new Column("ID"), new Column("NAME"), new Column("DEPLOYMENT", Wide: true),
            new Column("VCPUS", Right: true),
            new Column("MEMORY", Right: true), new Column("CPU POLICY"), new Column("PAGES"),
            new Column("NUMA NODES", Right: true), new Column("VNICS"), new Column("DISK", Right: true));
        foreach (var flavour in flavours)
        {
            var epa = flavour.Epa ?? new EpaRequirements();
            table.Add(
                flavour.FlavourId,
                flavour.Name.Length > 0 ? flavour.Name : "-",
                DeploymentMarks.Read(flavour.Metadata, DeploymentMarks.DeploymentKey) ?? "-",
                Units.Count(flavour.VirtualCpu?.NumVirtualCpu ?? 0),
                Units.Bytes(flavour.VirtualMemory?.VirtualMemSize?.Bytes ?? 0),
                PolicyOf(epa),
                PagesOf(epa),
                epa.NumaNodes.Count == 0 ? "-" : Units.Count(epa.NumaNodes.Count),
                VnicsOf(flavour),
                Units.Bytes(flavour.StorageAttributes.Sum(disk => disk.SizeOfStorage?.Bytes ?? 0)));
        }

        table.Write(screen, isWide, "no flavours");
    }

    /// <summary>A flavour in a few words.</summary>
    public static string Describe(VirtualComputeFlavour flavour)
    {
        var epa = flavour.Epa ?? new EpaRequirements();
        var vnics = VnicsOf(flavour);
        var memory = Units.Bytes(flavour.VirtualMemory?.VirtualMemSize?.Bytes ?? 0);
        return flavour.VirtualCpu is null
            ? $"vNICs {vnics} added"
            : $"{flavour.VirtualCpu.NumVirtualCpu} vCPUs {PolicyOf(epa)}, "
                + $"{memory} in {PagesOf(epa)} pages, vNICs {vnics}";
    }

    public static string PolicyOf(EpaRequirements epa)
    {
        var threads = epa.CpuThreadPolicy == CpuThreadPolicy.Unspecified ? "" : $", {Words.Of(epa.CpuThreadPolicy)}";
        return epa.CpuPolicy == CpuPolicy.Unspecified ? "-" : $"{Words.Of(epa.CpuPolicy)}{threads}";
    }

    public static string PagesOf(EpaRequirements epa) => epa.PageSize switch
    {
        PageSizeKind.Exact => Units.Bytes(epa.PageSizeBytes),
        PageSizeKind.Unspecified => "small",
        var kind => Words.Of(kind),
    };

    private static string VnicsOf(VirtualComputeFlavour flavour) => flavour.VirtualNetworkInterface.Count == 0
        ? "-"
        : string.Join(", ", flavour.VirtualNetworkInterface
            .GroupBy(vnic => vnic.TypeVirtualNic)
            .Select(group => $"{group.Count()} {PlacementRows.KindOf(group.Key)}"));
}
