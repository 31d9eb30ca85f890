using System.Text.Json.Nodes;
using Nfv.OrVi.V1;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;
using Vim.Contracts.Admin.V1;
using Vim.Rpc;

namespace Vim.Cli.Tests.Defrag;

/// <summary>How a plan is carried out, and what stops it.</summary>
public sealed class DefragApplyTests
{
    [Fact]
    public async Task Each_step_goes_to_its_planned_host_and_an_unknown_outcome_is_asked_for_again()
    {
        await using var vim = await InTestVim.StartAsync();
        vim.Plan = Plan(3);
        var asked = new List<(string Compute, string Host, string Key)>();
        vim.Migration = request =>
        {
            asked.Add((request.ComputeId, request.MigrationConstraint.Single().Value, request.IdempotencyKey));
            return asked.Count == 2
                ? throw new RpcException(RpcStatusCode.DeadlineExceeded, "not known yet")
                : At(request, hostNode: 1);
        };

        var run = await ApplyAsync(vim);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(["c1", "c2", "c2", "c3"], asked.Select(one => one.Compute));
        Assert.Equal(["h1", "h2", "h2", "h3"], asked.Select(one => one.Host));
        Assert.Equal(asked[1].Key, asked[2].Key);
        Assert.Equal(3, asked.Select(one => one.Key).Distinct().Count());
        Assert.Contains("migrate 3/3", run.Error, StringComparison.Ordinal);
        Assert.Contains("done: 3 computes migrated", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refused", ExitCodes.Conflict, "is being migrated")]
    [InlineData("other host", ExitCodes.Conflict, "it is on host h9")]
    [InlineData("other node", ExitCodes.Conflict, "it is on NUMA nodes 0 of its host, planned were 1")]
    [InlineData("gone", ExitCodes.NotFound, "there is no compute c2")]
    public async Task The_first_surprise_stops_it_and_what_was_done_is_told(string surprise, int exitCode, string why)
    {
        await using var vim = await InTestVim.StartAsync();
        vim.Plan = Plan(3);
        vim.Migration = request => (request.ComputeId, surprise) switch
        {
            ("c2", "refused") =>
                throw new RpcException(RpcStatusCode.FailedPrecondition, "compute c2 is being migrated"),
            ("c2", "gone") => throw new RpcException(RpcStatusCode.NotFound, "there is no compute c2"),
            ("c2", "other host") => At(request, hostNode: 1, host: "h9"),
            ("c2", "other node") => At(request, hostNode: 0),
            _ => At(request, hostNode: 1),
        };

        var run = await ApplyAsync(vim, "-o", "json");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("stopped at step 2 of 3", run.Error, StringComparison.Ordinal);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        var told = JsonNode.Parse(run.Output)!;
        Assert.Equal(["c1"], told["done"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(["c2", "c3"], told["notDone"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Contains(why, told["problem"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_moved_without_a_yes_or_by_a_plan_that_does_not_reach()
    {
        await using var vim = await InTestVim.StartAsync();
        vim.Plan = Plan(1);
        vim.Migration = _ => throw new InvalidOperationException("nobody asked for this");
        var unsure = await CliRun.RunAsync("defrag", "apply", "z", "--empty", "1", "--server", vim.Address);
        Assert.Equal(ExitCodes.Usage, unsure.ExitCode);
        vim.Plan.Reached = false;
        Assert.Equal(ExitCodes.Refused, (await ApplyAsync(vim)).ExitCode);
        vim.Plan = new() { Reached = true };
        Assert.Equal(ExitCodes.Ok, (await ApplyAsync(vim)).ExitCode);
    }

    private static Task<CliRun> ApplyAsync(InTestVim vim, params string[] more) =>
        CliRun.RunAsync(["defrag", "apply", "z", "--empty", "1", "--yes", "--server", vim.Address, .. more]);

    private static PlanRepackingResponse Plan(int moves) => new()
    {
        Reached = true,
        Moves =
        {
            Enumerable.Range(1, moves).Select(number => new PlannedMove
            {
                ComputeId = $"c{number}",
                From = new() { HostId = "h0" },
                To = new()
                {
                    HostId = $"h{number}",
                    Nodes = { new Contracts.Model.V1.GuestNodePlacement { HostNode = 1 } },
                },
            }),
        },
    };

    private static VirtualCompute At(
        MigrateVirtualisedComputeResourceRequest request, int hostNode, string? host = null) => new()
        {
            ComputeId = request.ComputeId,
            HostId = host ?? request.MigrationConstraint.Single().Value,
            EffectivePlacement = new()
            {
                Nodes = { new Nfv.OrVi.V1.GuestNodePlacement { HostNode = hostNode } },
            },
        };
}
