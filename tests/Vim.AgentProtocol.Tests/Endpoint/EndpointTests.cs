using Vim.AgentProtocol.Endpoint;
using Vim.AgentProtocol.Tests.Support;
using Vim.Contracts.Agent.V1;
using Vim.Domain.Errors;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Testing.Security;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Endpoint;

/// <summary>The VIM's half against a bare client: what it demands of a stream, and what it says on it.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task Orders_given_while_the_agent_registers_come_after_the_answer_in_their_order()
    {
        await using var vim = await TestVim.StartAsync();
        vim.Sessions.Admit = (session, _) =>
        {
            Assert.True(vim.Endpoint.TrySend(Samples.Create("c1", 1)));
            Assert.True(session.TrySend(Samples.Create("c2", 2)));
            return AgentAdmission.Accept(5);
        };
        await using var client = new AgentClient(vim);
        Assert.NotNull((await client.RegisterAsync()).Registered);
        foreach (var compute in new[] { "c1", "c2" })
        {
            var command = (await client.ReadAsync()).Command;
            Assert.Equal((compute, 5L), (command.Create.Spec.ComputeId, command.Epoch));
        }
    }

    [Fact]
    public async Task An_outcome_is_acknowledged_when_the_VIM_has_kept_it_and_not_before()
    {
        await using var vim = await TestVim.StartAsync();
        var kept = new TaskCompletionSource();
        vim.Sessions.Keep = outcome => outcome.CommandId == "slow" ? kept.Task : Task.CompletedTask;
        await using var client = new AgentClient(vim);
        await client.RegisterAsync();
        await client.SendAsync(Outcome("slow"));
        await client.SendAsync(Outcome("quick"));
        Assert.Equal("quick", (await client.ReadAsync()).OutcomeReceived.CommandId);
        kept.SetResult();
        Assert.Equal("slow", (await client.ReadAsync()).OutcomeReceived.CommandId);
    }

    [Fact]
    public async Task An_outcome_that_the_VIM_could_not_keep_is_not_acknowledged()
    {
        await using var vim = await TestVim.StartAsync();
        vim.Sessions.Keep = outcome =>
            outcome.CommandId == "bad" ? Task.FromException(new InvalidOperationException()) : Task.CompletedTask;
        await using var client = new AgentClient(vim);
        await client.RegisterAsync();
        await client.SendAsync(Outcome("bad"));
        await client.SendAsync(Outcome("good"));
        Assert.Equal("good", (await client.ReadAsync()).OutcomeReceived.CommandId);
    }

    [Fact]
    public async Task A_newer_stream_of_a_host_takes_the_place_of_the_older_one()
    {
        await using var vim = await TestVim.StartAsync();
        await using var older = new AgentClient(vim);
        await older.RegisterAsync(stream: 1);
        await using var newer = new AgentClient(vim);
        Assert.Equal("session-2", (await newer.RegisterAsync(stream: 2)).Registered.SessionId);
        Assert.Equal(RpcStatusCode.AlreadyExists, (await older.EndAsync()).Code);
        Assert.Equal("session-2", vim.Endpoint.Find(Samples.Host)?.SessionId);
        Assert.Equal(["registered session-1", "closed session-1", "registered session-2"], vim.Sessions.Log);
    }

    [Fact]
    public async Task A_late_stream_of_the_same_agent_process_is_refused_and_one_of_a_new_process_is_not()
    {
        await using var vim = await TestVim.StartAsync();
        await using var live = new AgentClient(vim);
        await live.RegisterAsync(stream: 5);
        await using var late = new AgentClient(vim);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => late.RegisterAsync(stream: 4));
        Assert.Equal(RpcStatusCode.AlreadyExists, refusal.Code);
        await using var restarted = new AgentClient(vim);
        Assert.NotNull((await restarted.RegisterAsync(stream: 1, instance: "another")).Registered);
    }

    [Fact]
    public async Task A_first_message_that_is_not_a_registration_ends_the_stream()
    {
        await using var vim = await TestVim.StartAsync();
        await using var client = new AgentClient(vim);
        await client.SendAsync(new() { RenewLease = new() });
        Assert.Equal(RpcStatusCode.FailedPrecondition, (await client.EndAsync()).Code);
    }

    [Fact]
    public async Task A_stream_without_a_registration_ends_in_time()
    {
        var time = new ManualTimeProvider();
        await using var vim = await TestVim.StartAsync(time: time);
        await using var client = new AgentClient(vim);
        var ending = client.EndAsync();
        await time.WhenTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(10));
        var end = await ending;
        Assert.Equal(RpcStatusCode.FailedPrecondition, end.Code);
        Assert.Contains("no Register came", end.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_registration_on_a_stream_ends_it()
    {
        await using var vim = await TestVim.StartAsync();
        await using var client = new AgentClient(vim);
        await client.RegisterAsync();
        await client.SendAsync(AgentClient.Registration(2, "agent", "h1"));
        Assert.Equal(RpcStatusCode.FailedPrecondition, (await client.EndAsync()).Code);
    }

    [Theory]
    [InlineData(0, RpcStatusCode.FailedPrecondition)]
    [InlineData(1, RpcStatusCode.OK)]
    [InlineData(9, RpcStatusCode.OK)]
    public async Task The_protocol_version_is_agreed_on(int version, RpcStatusCode expected)
    {
        await using var vim = await TestVim.StartAsync();
        await using var client = new AgentClient(vim);
        var register = AgentClient.Registration(1, "agent", "h1");
        register.Register.ProtocolVersion = version;
        await client.SendAsync(register);
        if (expected == RpcStatusCode.OK)
        {
            Assert.Equal(1, (await client.ReadAsync()).Registered.ProtocolVersion);
        }
        else
        {
            Assert.Equal(expected, (await client.EndAsync()).Code);
        }
    }

    [Fact]
    public async Task An_inventory_that_is_not_consistent_is_refused_with_the_reason()
    {
        await using var vim = await TestVim.StartAsync();
        await using var client = new AgentClient(vim);
        var register = AgentClient.Registration(1, "agent", "h1");
        register.Register.Inventory.NumaNodes[0].MemoryBytes = 1;
        await client.SendAsync(register);
        var end = await client.EndAsync();
        Assert.Equal(RpcStatusCode.InvalidArgument, end.Code);
        Assert.Contains("huge_pages", end.Status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorCodes.WrongState, RpcStatusCode.FailedPrecondition)]
    [InlineData(ErrorCodes.JournalUnavailable, RpcStatusCode.Unavailable)]
    [InlineData(ErrorCodes.ShuttingDown, RpcStatusCode.Unavailable)]
    [InlineData(ErrorCodes.PermissionDenied, RpcStatusCode.PermissionDenied)]
    public async Task A_registration_that_the_VIM_refuses_ends_the_stream_with_its_code(
        string code, RpcStatusCode expected)
    {
        await using var vim = await TestVim.StartAsync();
        vim.Sessions.Admit = (_, _) => AgentAdmission.Refuse(RecordingSessions.Refusal(code, "not today"));
        await using var client = new AgentClient(vim);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.RegisterAsync());
        Assert.Equal((expected, $"{code}: not today"), (refusal.Code, refusal.Status.Message));
        await vim.Sessions.Closed.Reader.ReadAsync().InTime();
        Assert.False(vim.Endpoint.IsConnected(Samples.Host));
    }

    [Fact]
    public async Task An_order_for_a_host_that_is_not_there_or_whose_queue_is_full_is_not_taken()
    {
        await using var vim = await TestVim.StartAsync(TestVim.Patient with { MaxQueuedOrders = 2 });
        Assert.False(vim.Endpoint.TrySend(Samples.Create("c1", 1)));
        vim.Sessions.Admit = (session, _) =>
        {
            Assert.True(session.TrySend(Samples.Create("c1", 1)));
            Assert.True(session.TrySend(Samples.Create("c2", 2)));
            Assert.False(session.TrySend(Samples.Create("c3", 3)));
            return AgentAdmission.Accept(1);
        };
        await using var client = new AgentClient(vim);
        await client.RegisterAsync();
        await client.ReadAsync();
    }

    [Fact]
    public async Task Without_a_certificate_and_without_trust_in_the_loopback_nobody_is_admitted()
    {
        await using var vim = await TestVim.StartAsync(TestVim.Patient with { TrustPlaintextLoopback = false });
        await using var client = new AgentClient(vim);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.RegisterAsync());
        Assert.Equal(RpcStatusCode.Unauthenticated, refusal.Code);
    }

    [Theory]
    [InlineData("h1")]
    [InlineData("vim://agent/h1")]
    public async Task A_certificate_speaks_for_the_host_it_names_and_no_other(string name)
    {
        using var authority = new TestAuthority();
        using var server = authority.IssueServer();
        using var client = authority.IssueClient(name);
        await using var vim = await TestVim.StartAsync(
            tls: new() { Certificate = () => server, ClientAuthorities = authority.Trust });
        var options = new RpcChannelOptions
        {
            ClientCertificate = client,
            ServerAuthorities = authority.Trust,
        };
        await using var own = new AgentClient(vim, options);
        Assert.NotNull((await own.RegisterAsync()).Registered);
        await using var other = new AgentClient(vim, options);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => other.RegisterAsync(host: "h2"));
        Assert.Equal(RpcStatusCode.PermissionDenied, refusal.Code);
        Assert.Contains("may not speak for host h2", refusal.Status.Message, StringComparison.Ordinal);
    }

    private static AgentMessage Outcome(string id) => new()
    {
        CommandOutcome = new() { CommandId = id, ComputeId = "c", Incarnation = 1, Failed = new() { Code = "x" } },
    };
}
