using Nfv.OrVi.V1;
using Vim.Cli.Deployment;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>Computes, one line each.</summary>
internal static class ComputeTable
{
    public static void Write(Screen screen, IReadOnlyList<VirtualCompute> computes, bool isWide, DateTimeOffset now)
    {
        var table = new TextTable(
            new Column("COMPUTE"),
            new Column("ID", Wide: true),
            new Column("DEPLOYMENT"),
            new Column("STATE"),
            new Column("ZONE"),
            new Column("HOST"),
            new Column("VCPUS", Right: true),
            new Column("MEMORY", Right: true),
            new Column("CPUS", Wide: true),
            new Column("VNICS", Right: true, Wide: true),
            new Column("FLAVOUR", Wide: true),
            new Column("IMAGE", Wide: true),
            new Column("TENANT", Wide: true),
            new Column("AGE", Right: true));
        foreach (var compute in computes)
        {
            table.Add(
                NameOf(compute),
                compute.ComputeId,
                Or(DeploymentMarks.Read(compute.Metadata, DeploymentMarks.DeploymentKey)),
                StateOf(compute),
                Or(compute.ZoneId),
                Or(compute.HostId),
                Units.Count(compute.VirtualCpu?.NumVirtualCpu ?? 0),
                Units.Bytes(compute.VirtualMemory?.VirtualMemSize?.Bytes ?? 0),
                CpuList.Format(compute.EffectivePlacement?.Pins.Select(pin => pin.HostCpu) ?? []),
                Units.Count(compute.VirtualNetworkInterface.Count),
                Or(compute.FlavourId),
                Or(compute.VcImageId),
                Or(compute.ResourceGroupId),
                compute.CreatedAt is { } created ? Units.Age(now - created.ToDateTimeOffset()) : "-");
        }

        table.Write(screen, isWide, "no computes");
    }

    /// <summary>4 vCPUs, 8 GiB.</summary>
    public static string SizeOf(VirtualCompute compute)
    {
        var memory = Units.Bytes(compute.VirtualMemory?.VirtualMemSize?.Bytes ?? 0);
        return $"{Words.Count(compute.VirtualCpu?.NumVirtualCpu ?? 0, "vCPU")}, {memory}";
    }

    /// <summary>Its name; its id where it has none.</summary>
    public static string NameOf(VirtualCompute compute) =>
        compute.HasComputeName && compute.ComputeName.Length > 0 ? compute.ComputeName : compute.ComputeId;

    public static Span StateOf(VirtualCompute compute) => new(
        Words.Of(compute.RunningState),
        compute.RunningState switch
        {
            ComputeRunningState.Running => Tone.Good,
            ComputeRunningState.Failed => Tone.Bad,
            ComputeRunningState.Stopped => Tone.Dim,
            _ => Tone.Warning,
        });

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "-" : text;
}
