using Vim.Benchmarks.Traces.Azure;
using Vim.Domain.Epa;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Tests.Traces.Azure;

public sealed class AzureTests
{
    private const string Header = "vmid,tenant_batch,cpu,mem_gb,arrival_s,duration_lo_s,duration_hi_s,censored";

    [Fact]
    public void Half_a_node_is_on_one_and_more_is_on_both()
    {
        string[] lines = [Header, "0,0,8,48.0,100,300,600,0", "1,1,16,112.0,100,300,600,1"];
        var guests = CsvRow.Read("file", lines, Header).Select(row => AzureTrace.GuestOf(row, [])).ToArray();
        Assert.Equal([1, 2], guests.Select(guest => guest.Flavour.NumaNodes.Length));
        Assert.Equal(MemorySize.FromGiB(56), guests[1].Flavour.NumaNodes[1].Memory);
        Assert.Equal([700, double.PositiveInfinity], guests.Select(guest => guest.End));
    }

    [Fact]
    public void Fewer_servers_than_the_volume_refuse_and_enough_refuse_nobody()
    {
        var trace = new AzureTrace([
            Guest(40, 0, 100), Guest(40, 0, 100), Guest(40, 10, 100), Guest(40, 200, 300), Guest(1, 210, 300),
        ]);
        Assert.Equal(2, trace.ServersByVolume());
        var tight = new AzureReplay(trace, 1, new PlacerRule(PlacementPolicy.Pack));
        tight.Run(stopAtRefusal: false);
        Assert.Equal((1, 1.0), (tight.Refused, tight.UtilisationAtFirstRefusal));
        var wide = new AzureReplay(trace, 2, new PlacerRule(PlacementPolicy.Pack));
        wide.Run(stopAtRefusal: true);
        Assert.Equal((0, (double?)null), (wide.Refused, wide.UtilisationAtFirstRefusal));
    }

    private static AzureGuest Guest(int cpus, double arrival, double end) =>
        new(Flavour(cpus), arrival, end);

    private static ComputeRequirements Flavour(int cpus) => DualNumaServer.Guest(1, cpus, MemorySize.FromGiB(1));
}
