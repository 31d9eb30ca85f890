using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Rendering;

/// <summary>Hosts, one line each.</summary>
internal static class HostTable
{
    public static void Write(Screen screen, IReadOnlyList<HostSummary> hosts, bool isWide, DateTimeOffset now)
    {
        var table = new TextTable(
            new Column("HOST"),
            new Column("ZONE"),
            new Column("STATE"),
            new Column("NUMA NODES", Right: true),
            new Column("FREE CPUS", Right: true),
            new Column("SHARED CPUS", Right: true, Wide: true),
            new Column("FREE MEMORY", Right: true),
            new Column("FREE VFS", Right: true),
            new Column("COMPUTES", Right: true),
            new Column("AGGREGATES"),
            new Column("ARCHITECTURE", Wide: true),
            new Column("DRIVER", Wide: true),
            new Column("SINCE", Right: true, Wide: true),
            new Column("MODEL"));
        foreach (var host in hosts)
        {
            table.Add(
                host.HostId,
                host.ZoneId,
                StateOf(host.State),
                Units.Count(host.NumaNodeCount),
                $"{host.FreeDedicatedCpuCount} of {host.DedicatedCpuCount}",
                Units.Count(host.SharedCpuCount),
                $"{Units.Bytes(host.FreeMemoryBytes)} of {Units.Bytes(host.MemoryBytes)}",
                $"{host.FreeVirtualFunctionCount} of {host.VirtualFunctionCount}",
                Units.Count(host.ComputeCount),
                host.Aggregates.Count == 0 ? "-" : string.Join(',', host.Aggregates),
                host.Architecture,
                host.Driver,
                host.StateSince is { } since ? Units.Age(now - since.ToDateTimeOffset()) : "-",
                host.Model);
        }

        table.Write(screen, isWide, "no hosts");
    }

    public static Span StateOf(HostState state) => new(
        Words.Of(state),
        state switch
        {
            HostState.Enabled => Tone.Good,
            HostState.Maintenance or HostState.Disabled or HostState.Suspected => Tone.Warning,
            _ => Tone.Bad,
        });
}
