using Nfv.OrVi.V1;
using Vim.Cli.Deployment;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>A compute as people look at it: what it is, and exactly what of its host is its own.</summary>
internal sealed class ComputePicture(Screen screen, VirtualCompute compute, DateTimeOffset now)
{
    private const int PinsOfLine = 16;

    public void Write()
    {
        screen.Line(
            new Span(ComputeTable.NameOf(compute), Tone.Heading), "  ", ComputeTable.StateOf(compute));
        Field("id", compute.ComputeId);
        Field("deployment", DeploymentMarks.Read(compute.Metadata, DeploymentMarks.DeploymentKey));
        Field("host", compute.HostId.Length == 0 ? "" : $"{compute.HostId}  zone {compute.ZoneId}");
        Field("migrating", compute.HasMigratingToHostId ? $"to {compute.MigratingToHostId}" : "");
        Field("to clear", compute.HasClearingHostId ? $"what a migration left on {compute.ClearingHostId}" : "");
        Field("flavour", compute.FlavourId);
        Field("image", compute.VcImageId);
        Field("tenant", compute.ResourceGroupId);
        Field(
            "size",
            ComputeTable.SizeOf(compute));
        if (compute.CreatedAt is { } created)
        {
            Field("age", $"{Units.Age(now - created.ToDateTimeOffset())}  incarnation {compute.Incarnation}");
        }

        if (compute.Failure is { } failure)
        {
            screen.Line(
                new Span("  failure     ", Tone.Dim), new Span($"{failure.Message} ({failure.Code})", Tone.Bad));
        }

        if (compute.EffectivePlacement is { } placement)
        {
            WritePins(placement);
            WriteRows(placement);
        }

        WriteInterfaces();
    }

    private void Field(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            screen.Line(new Span($"  {name,-11} ", Tone.Dim), text);
        }
    }

    private void WritePins(EffectivePlacement placement)
    {
        if (placement.Pins.Count == 0)
        {
            return;
        }

        screen.Line();
        foreach (var chunk in placement.Pins.OrderBy(pin => pin.VirtualCpu).Chunk(PinsOfLine))
        {
            var width = Units.Count(chunk.Max(pin => Math.Max(pin.VirtualCpu, pin.HostCpu))).Length + 1;
            screen.Line(
            [
                new Span("  vCPU      ", Tone.Dim),
                .. chunk.Select(pin => new Span(Units.Count(pin.VirtualCpu).PadLeft(width), Tone.Dim)),
            ]);
            screen.Line(
            [
                new Span("  host CPU  ", Tone.Dim),
                .. chunk.Select(pin => new Span(Units.Count(pin.HostCpu).PadLeft(width), Tone.Good)),
            ]);
        }
    }

    private void WriteRows(EffectivePlacement placement)
    {
        screen.Line();
        var table = new TextTable(new Column("WHAT"), new Column("HOW"), new Column("WHERE"), new Column("RATE"));
        foreach (var row in PlacementRows.Of(placement, compute.Epa, compute.VirtualCpu?.NumVirtualCpu ?? 0))
        {
            table.Add(row.What, row.How, new Span(row.Where, Tone.Good), row.Rate);
        }

        table.Write(screen, isWide: true, "nothing", "  ");
    }

    private void WriteInterfaces()
    {
        if (compute.VirtualNetworkInterface.Count == 0)
        {
            return;
        }

        screen.Line();
        var table = new TextTable(
            new Column("VNIC"), new Column("KIND"), new Column("NETWORK"), new Column("MAC"), new Column("ADDRESSES"));
        foreach (var vnic in compute.VirtualNetworkInterface)
        {
            table.Add(
                vnic.Name,
                PlacementRows.KindOf(vnic.TypeVirtualNic),
                vnic.HasNetworkId ? vnic.NetworkId : "-",
                vnic.MacAddress.Length > 0 ? vnic.MacAddress : "-",
                vnic.IpAddress.Count > 0 ? string.Join(", ", vnic.IpAddress) : "-");
        }

        table.Write(screen, isWide: true, "no vNICs", "  ");
    }
}
