using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces.Topo;

/// <summary>Servers of two NUMA nodes in racks, partly in use, and a sequence of requests with groups.</summary>
internal static class TopoTrace
{
    private const string Folder = "huawei-topo";

    /// <summary>The requests that there are.</summary>
    public static readonly IReadOnlyList<string> Names = ["c1", "c2", "c5"];

    /// <summary>The servers with what is free of them.</summary>
    public static IReadOnlyList<HostInventory> Servers(TraceFolder data)
    {
        var racks = data.Rows(Folder, "racks.csv", "host_id,rack_id").Select(row => $"rack-{row.Whole(1)}");
        var servers = data.Rows(Folder, "servers.csv", "CPU1,RAM1,CPU2,RAM2");
        return [.. servers.Zip(racks, ServerOf).Select((make, index) => make(index))];
    }

    public static IReadOnlyList<TopoRequest> Requests(TraceFolder data, string name) =>
    [
        .. data.Rows(Folder, $"requests_{name}.csv", "flavor_vcpus,flavor_ram,numa,strategy,group,domain")
            .Select(RequestOf),
    ];

    public static TopoRequest RequestOf(CsvRow row)
    {
        var nodes = row.Whole(2);
        if (nodes is not (1 or 2) || row.Whole(0) % nodes != 0)
        {
            throw row.Bad(2, "NUMA nodes cannot share the vCPUs evenly");
        }

        var memory = MemorySize.FromMiB(row.Whole(1) * 1024L / nodes);
        GroupStrategy? strategy = row.Text(3) switch
        {
            "" => null,
            "affinity" => GroupStrategy.Affinity,
            "anti-affinity" => GroupStrategy.AntiAffinity,
            "fault_domain" => GroupStrategy.FaultDomain,
            _ => throw row.Bad(3, "is no strategy"),
        };
        return new(
            DualNumaServer.Guest(nodes, row.Whole(0) / nodes, memory),
            strategy,
            strategy is null ? -1 : row.Whole(4),
            strategy == GroupStrategy.FaultDomain ? row.Whole(5) : -1);
    }

    private static Func<int, HostInventory> ServerOf(CsvRow row, string rack) => index => DualNumaServer.Of(
        new($"server-{index:d4}"),
        rack,
        [(row.Whole(0), MemorySize.FromGiB(row.Whole(1))), (row.Whole(2), MemorySize.FromGiB(row.Whole(3)))]);
}
