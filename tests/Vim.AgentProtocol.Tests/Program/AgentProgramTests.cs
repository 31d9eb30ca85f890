using Vim.AgentProtocol.Tests.Support;
using Vim.Domain.Southbound;
using Vim.Testing.Security;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Program;

/// <summary><c>vim-agent</c> as a real process against a VIM's endpoint on the loopback.</summary>
public sealed class AgentProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vim-agent-");

    private static string Host =>
        Checkout.At("etsi-models", "hosts", "dell-dcs8000z-2x-e5-2680.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_registers_carries_out_orders_and_stops_in_good_order()
    {
        await using var vim = await TestVim.StartAsync();
        using var agent = new AgentProgram(Plain(vim));
        var (session, host) = await vim.Sessions.Registered.Reader.ReadAsync().InTime();
        Assert.Equal("Dell DCS8000Z, 2 x Intel Xeon E5-2680", host.Inventory.Model);
        Assert.Equal("zone-a", host.Inventory.Zone.Value);
        Assert.StartsWith("0.1.0", session.AgentVersion, StringComparison.Ordinal);
        vim.Endpoint.TrySend(Samples.Create("c1", 5));
        var outcome = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        Assert.Equal((null, GuestPowerState.Running), (outcome.Failure, outcome.Done?.PowerState));
        Assert.Equal(0, await agent.SignalAsync("TERM"));
        Assert.Equal("the agent ended the stream", (await vim.Sessions.Closed.Reader.ReadAsync().InTime()).Reason);
        Assert.Contains("Registered host h1", agent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_agent_finds_its_guests_again_when_it_is_started_again()
    {
        var state = Path.Combine(_folder.FullName, "guests");
        await using var vim = await TestVim.StartAsync();
        string boot;
        using (var first = new AgentProgram([.. Plain(vim), "--state", state]))
        {
            boot = (await vim.Sessions.Registered.Reader.ReadAsync().InTime()).Host.Inventory.BootId;
            vim.Endpoint.TrySend(Samples.Create("c1", 5));
            Assert.Null((await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Failure);
            Assert.Equal(137, await first.SignalAsync("KILL"));
        }

        using var second = new AgentProgram([.. Plain(vim), "--state", state]);
        var again = (await vim.Sessions.Registered.Reader.ReadAsync().InTime()).Host;
        Assert.Equal(
            ("c1", GuestPowerState.Running), (Assert.Single(again.Guests).Compute.Value, again.Guests[0].PowerState));
        Assert.Equal(boot, again.Inventory.BootId);

        // Not INT: a shell without job control lets its background jobs, and their children, ignore that.
        Assert.Equal(0, await second.SignalAsync("TERM"));
    }

    [Fact]
    public async Task It_speaks_TLS_with_a_certificate_of_its_host()
    {
        using var authority = new TestAuthority();
        using var server = authority.IssueServer();
        using var client = authority.IssueClient("vim://agent/h1");
        var files = authority.Write(client, _folder.FullName);
        await using var vim = await TestVim.StartAsync(
            TestVim.Patient with { TrustPlaintextLoopback = false },
            tls: new() { Certificate = () => server, ClientAuthorities = authority.Trust });
        using var agent = new AgentProgram(
        [
            .. Common, "--vim", $"{vim.Address}",
            "--cert", files.Certificate, "--key", files.Key, "--ca", files.Authority,
        ]);
        Assert.Equal("h1", (await vim.Sessions.Registered.Reader.ReadAsync().InTime()).Session.Host.Value);
        Assert.Equal(0, await agent.SignalAsync("TERM"));
    }

    [Fact]
    public async Task It_stops_while_no_VIM_is_there()
    {
        using var agent = new AgentProgram([.. Common, "--vim", "http://127.0.0.1:1", "--plaintext"]);
        using var limit = new CancellationTokenSource(TimeLimit.Long);
        while (!agent.Output.Contains("dialling again", StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(0, await agent.SignalAsync("TERM"));
    }

    [Theory]
    [InlineData(64, "--host-description", "/nowhere/h.yaml", "/nowhere/h.yaml: cannot be read")]
    [InlineData(64, "--vim", "https://127.0.0.1:1", "give http://HOST:PORT")]
    [InlineData(64, "--vim", "http://192.0.2.1:1", "is plain text to an")]
    [InlineData(64, "--cert", "x.pem", "give --cert and --key for TLS, or --plaintext")]
    [InlineData(1, "--vim", "somewhere", "is not an address such as https://vim.example:50051")]
    [InlineData(1, "--driver", "magic", "simulated")]
    [InlineData(70, "--state", "/nowhere/guests", "/nowhere/guests")]
    public async Task What_it_cannot_use_is_told_with_an_exit_code(
        int code, string option, string value, string expected)
    {
        var arguments = new List<string>([.. Common, "--vim", "http://127.0.0.1:1", "--plaintext"]);
        var index = arguments.IndexOf(option);
        if (index >= 0)
        {
            arguments.RemoveRange(index, 2);
        }

        using var agent = new AgentProgram([.. arguments, option, value]);
        Assert.Equal(code, await agent.EndAsync());
        Assert.Contains(expected, agent.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version", "0.1.0")]
    [InlineData("--help", "vim-agent --driver simulated --host-description")]
    public async Task It_tells_its_version_and_how_it_is_used(string option, string expected)
    {
        using var agent = new AgentProgram(option);
        Assert.Equal(0, await agent.EndAsync());
        Assert.Contains(expected, agent.Output, StringComparison.Ordinal);
    }

    private static string[] Common =>
        ["--driver", "simulated", "--host-description", Host, "--host-id", "h1", "--zone", "zone-a"];

    private static string[] Plain(TestVim vim) =>
        [.. Common, "--vim", $"http://127.0.0.1:{vim.Address.Port}", "--plaintext"];
}
