using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl reservation against a real vimd process of its own.</summary>
public sealed class ReservationTests() : OwnVimd(hosts: 1)
{
    [Fact]
    public async Task Places_are_kept_taken_broken_and_given_back()
    {
        // The server has 32 dedicated CPUs on each of two NUMA nodes.
        foreach (var (name, vcpus) in new[] { ("node", "32"), ("more", "33") })
        {
            var made = await RunAsync(
                "flavour", "create", name, "--vcpus", vcpus, "--memory-mib", "1024", "--dedicated");
            Assert.True(made.ExitCode == ExitCodes.Ok, made.Error);
        }

        var many = await RunAsync(
            "reservation", "create", "many", "--zone", "zone-1", "--flavour", "node", "--count", "3");
        var kept = await JsonAsync(
            "reservation", "create", "kept",
            "--zone", "zone-1", "--flavour", "node", "--count", "2", "--priority", "5");
        var id = kept["reservationId"]!.GetValue<string>();
        var refused = await RunAsync("explain", "--flavour", "node");
        var inside = await JsonAsync("explain", "--flavour", "node", "--reservation", id);
        var larger = await RunAsync("explain", "--flavour", "more", "--reservation", id);
        var broken = await JsonAsync("explain", "--flavour", "node", "--priority", "6");
        var deployed = await RunAsync(
            "deploy", Files.Descriptor("router-control-plane.yaml"),
            "--name", "vnf", "--register-images", "--priority", "6");
        var table = await RunAsync("reservation", "list");
        var shown = await RunAsync("reservation", "show", id);
        var host = await JsonAsync("host", "list");
        var deleted = await RunAsync("reservation", "delete", id);
        var gone = await RunAsync("reservation", "show", id);
        var free = await RunAsync("explain", "--flavour", "node");

        Assert.Equal((ExitCodes.Refused, ExitCodes.Refused), (many.ExitCode, refused.ExitCode));
        Assert.Contains("fits with 2 places", many.Error, StringComparison.Ordinal);
        var placement = inside[0]!["zones"]![0]!["placement"]!;
        Assert.Equal(id, placement["reservedPlace"]!["reservationId"]!.GetValue<string>());
        Assert.Equal(ExitCodes.Refused, larger.ExitCode);
        Assert.Single(broken[0]!["zones"]![0]!["placement"]!["brokenPlaces"]!.AsArray());
        Assert.True(deployed.ExitCode == ExitCodes.Ok, deployed.Error);
        Assert.Contains("kept", table.Output, StringComparison.Ordinal);
        Assert.Contains("unused", shown.Output, StringComparison.Ordinal);
        Assert.NotNull(host[0]!["reservedPlaceCount"]);
        Assert.Equal(
            (ExitCodes.Ok, ExitCodes.NotFound, ExitCodes.Ok),
            (deleted.ExitCode, gone.ExitCode, free.ExitCode));
    }
}
