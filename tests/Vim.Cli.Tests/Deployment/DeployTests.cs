using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;
using Vim.Rpc;
using Status = Google.Rpc.Status;

namespace Vim.Cli.Tests.Deployment;

/// <summary>How a deployment goes on when the VIM refuses, vanishes or has seen it before.</summary>
public sealed class DeployTests
{
    private static readonly string Firewall = Files.Of("etsi-models", "vnfd", "firewall.yaml");

    [Fact]
    public async Task It_makes_everything_once_and_undeploy_removes_it_all_but_the_images()
    {
        await using var vim = await InTestVim.StartAsync();

        var deployed = await DeployAsync(vim);
        var removed = await CliRun.RunAsync("undeploy", "firewall", "--server", vim.Address);

        Assert.True(deployed.ExitCode == ExitCodes.Ok, deployed.Error);
        Assert.Contains(
            "deployed firewall: 2 computes, 3 networks, 1 flavour", deployed.Output, StringComparison.Ordinal);
        Assert.Contains("computes 2/2", deployed.Error, StringComparison.Ordinal);
        Assert.True(removed.ExitCode == ExitCodes.Ok, removed.Error);
        Assert.Equal(
            0, vim.Computes.Count + vim.Flavours.Count + vim.Networks.Count + vim.Subnets.Count + vim.Groups.Count);
        Assert.Equal("firewall-2.0", Assert.Single(vim.Images).Name);
    }

    [Fact]
    public async Task Run_again_it_finds_what_is_there_and_makes_nothing_twice()
    {
        await using var vim = await InTestVim.StartAsync();
        await DeployAsync(vim);

        var again = await DeployAsync(vim);

        Assert.True(again.ExitCode == ExitCodes.Ok, again.Error);
        Assert.Contains("2 of them were there already", again.Output, StringComparison.Ordinal);
        Assert.Equal((2, 1, 3, 1), (vim.Computes.Count, vim.Flavours.Count, vim.Networks.Count, vim.Groups.Count));
        Assert.Equal(2, vim.AllocationKeys.Count);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_reasons_and_what_was_made_is_undone()
    {
        await using var vim = await InTestVim.StartAsync();
        vim.BeforeAllocation = request =>
        {
            if (request.ComputeName.EndsWith("-2", StringComparison.Ordinal))
            {
                throw NoRoom();
            }
        };

        var run = await DeployAsync(vim);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("compute fw-2: none of 12 hosts fits", run.Error, StringComparison.Ordinal);
        Assert.Contains("huge pages", run.Error, StringComparison.Ordinal);
        Assert.Contains("ask for 8 pages less", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            0, vim.Computes.Count + vim.Flavours.Count + vim.Networks.Count + vim.Subnets.Count + vim.Groups.Count);
        Assert.Empty(vim.Images);
    }

    [Fact]
    public async Task With_keep_what_was_made_stays_and_the_next_run_continues()
    {
        await using var vim = await InTestVim.StartAsync();
        vim.BeforeAllocation = request =>
        {
            if (request.ComputeName.EndsWith("-2", StringComparison.Ordinal))
            {
                throw NoRoom();
            }
        };
        var refused = await DeployAsync(vim, "--keep", "--parallel", "1");
        vim.BeforeAllocation = _ => { };

        var continued = await DeployAsync(vim);

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("1 of them were there already", continued.Output, StringComparison.Ordinal);
        Assert.Equal(["firewall-fw-1", "firewall-fw-2"], vim.Computes.Select(compute => compute.ComputeName).Order());
        Assert.Equal(3, vim.Networks.Count);
    }

    [Fact]
    public async Task A_VIM_that_is_busy_is_asked_again_with_the_same_key()
    {
        await using var vim = await InTestVim.StartAsync();
        var left = 2;
        vim.BeforeAllocation = _ =>
        {
            if (left-- > 0)
            {
                throw new RpcException(RpcStatusCode.Unavailable, "restarting");
            }
        };

        var run = await DeployAsync(vim, "--parallel", "1");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(4, vim.AllocationKeys.Count);
        Assert.Equal(2, vim.AllocationKeys.Distinct().Count());
        Assert.Equal(2, vim.Computes.Count);
    }

    [Fact]
    public async Task A_VIM_that_stays_away_leaves_what_was_made_for_the_next_run()
    {
        await using var vim = await InTestVim.StartAsync();
        vim.BeforeAllocation = _ => throw new RpcException(RpcStatusCode.Unavailable, "gone");
        var failed = await DeployAsync(vim, "--timeout", "3");
        var networks = vim.Networks.Select(network => network.NetworkResourceId).ToList();
        vim.BeforeAllocation = _ => { };

        var continued = await DeployAsync(vim);

        Assert.Equal(ExitCodes.Unavailable, failed.ExitCode);
        Assert.True(continued.ExitCode == ExitCodes.Ok, continued.Error);
        Assert.Equal(networks, vim.Networks.Select(network => network.NetworkResourceId));
        Assert.Single(vim.Flavours);
    }

    [Fact]
    public async Task Other_content_under_the_same_name_is_a_conflict_and_touches_nothing()
    {
        await using var vim = await InTestVim.StartAsync();
        await DeployAsync(vim);

        var other = await DeployAsync(vim, "--zone", "zone-b");

        Assert.Equal(ExitCodes.Conflict, other.ExitCode);
        Assert.Contains("undeploy firewall", other.Error, StringComparison.Ordinal);
        Assert.Equal(2, vim.Computes.Count);
    }

    [Fact]
    public async Task A_new_life_after_undeploy_uses_new_keys()
    {
        await using var vim = await InTestVim.StartAsync();
        await DeployAsync(vim);
        await CliRun.RunAsync("undeploy", "firewall", "--server", vim.Address);

        await DeployAsync(vim);

        Assert.Equal(4, vim.AllocationKeys.Distinct().Count());
    }

    [Fact]
    public async Task Images_that_are_not_there_are_named()
    {
        await using var vim = await InTestVim.StartAsync();

        var run = await CliRun.RunAsync("deploy", Firewall, "--server", vim.Address);

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("image firewall-2.0: is not there", run.Error, StringComparison.Ordinal);
        Assert.Contains("--register-images", run.Error, StringComparison.Ordinal);
        Assert.Empty(vim.Networks);
    }

    [Fact]
    public async Task A_descriptor_that_is_wrong_names_the_place()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(Firewall, TestContext.Current.CancellationToken))
                .Replace("num_virtual_cpu: 10", "num_virtual_cpu: many", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        try
        {
            var run = await CliRun.RunAsync("deploy", file, "--server", "http://127.0.0.1:1");

            Assert.Equal(ExitCodes.InvalidInput, run.ExitCode);
            Assert.Matches($@"{file}:\d+:\d+ .*num_virtual_cpu", run.Error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<CliRun> DeployAsync(InTestVim vim, params string[] more) =>
        CliRun.RunAsync(["deploy", Firewall, "--register-images", "--server", vim.Address, .. more]);

    private static RpcException NoRoom()
    {
        var status = new Status { Code = (int)RpcStatusCode.ResourceExhausted, Message = "no host fits" };
        status.Details.Add(Any.Pack(new ErrorInfo { Type = "vim.placement.no_feasible_host", Domain = "vim" }));
        status.Details.Add(Any.Pack(new Infeasible
        {
            HostCount = 12,
            Hint = "ask for 8 pages less",
            Shortfalls =
            {
                new DimensionShortfall
                {
                    Dimension = Dimension.HugePages, Wanted = 20, Available = 12, Unit = "pages", HostsFailed = 12,
                    HostsFailedOnly = 3, Detail = "1 GiB",
                },
            },
        }));
        return new RpcException(RpcStatus.From(status));
    }
}
