using System.Security.Cryptography.X509Certificates;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Server.Security;
using Vim.Server.Tests.Members;
using Vim.Testing.Processes;
using Vim.Testing.Security;

namespace Vim.Server.Tests.EndToEnd;

/// <summary>TLS with client certificates on the real process, and what each role may call.</summary>
public sealed class RoleTests
{
    [Theory]
    [InlineData(Role.Orchestrator, "/nfv.orvi.v1.ComputeFlavourManagement/CreateComputeFlavour", true)]
    [InlineData(Role.Orchestrator, "/vim.admin.v1.HostService/ListHosts", false)]
    [InlineData(Role.Orchestrator, "/vim.agent.v1.AgentService/Connect", false)]
    [InlineData(Role.Noc, "/vim.admin.v1.HostService/ListHosts", true)]
    [InlineData(Role.Noc, "/vim.admin.v1.HostService/EnterMaintenance", false)]
    [InlineData(Role.Noc, "/nfv.orvi.v1.VirtualisedComputeResourcesManagement/QueryVirtualisedComputeResource", true)]
    [InlineData(
        Role.Noc, "/nfv.orvi.v1.VirtualisedComputeResourcesManagement/TerminateVirtualisedComputeResource", false)]
    [InlineData(Role.Operator, "/vim.admin.v1.HostService/EnterMaintenance", true)]
    [InlineData(Role.Operator, "/vim.agent.v1.AgentService/Connect", false)]
    [InlineData(Role.Agent, "/vim.agent.v1.AgentService/Connect", true)]
    [InlineData(Role.Agent, "/vim.admin.v1.HostService/ListHosts", false)]
    [InlineData(Role.Agent, "/grpc.health.v1.Health/Check", true)]
    public void A_role_may_call_its_own(Role role, string method, bool allowed) =>
        Assert.Equal(allowed, AccessPolicy.Allows(role, method));

    [Fact]
    public void Only_names_of_the_form_name_a_role()
    {
        Assert.Equal((Role.Agent, "h1"), AccessPolicy.Identify(["h1", "vim://agent/h1"]));
        Assert.Null(AccessPolicy.Identify(["h1", "http://agent/h1", "vim://nobody/x", "vim://agent/"]));
    }

    [Fact]
    public async Task A_certificate_opens_what_its_role_may_and_nothing_opens_without_one()
    {
        using var authority = new TestAuthority();
        using var server = authority.IssueServer();
        using var orchestrator = authority.IssueClient("vim://orchestrator/osm");
        using var stranger = authority.IssueClient("stranger");
        var data = Directory.CreateTempSubdirectory("vimd-tls-");
        var files = authority.Write(server, data.FullName);
        await using var member = await VimdMember.StartAsync(
            data, "--cert", files.Certificate, "--key", files.Key, "--client-ca", files.Authority);
        var address = new Uri($"https://localhost:{member.Grpc.Port}");

        using var asOrchestrator = new VimClient(address, Options(authority, orchestrator));
        using var asStranger = new VimClient(address, Options(authority, stranger));
        using var asNobody = new VimClient(address, Options(authority, client: null));

        Assert.Empty(await asOrchestrator.ListComputesAsync());
        var admin = await Assert.ThrowsAsync<RpcException>(asOrchestrator.ListHostsAsync);
        var unknown = await Assert.ThrowsAsync<RpcException>(asStranger.ListComputesAsync);
        await Assert.ThrowsAsync<RpcException>(asNobody.ListComputesAsync);
        Assert.Equal(RpcStatusCode.PermissionDenied, admin.Code);
        Assert.Equal(RpcStatusCode.Unauthenticated, unknown.Code);
    }

    private static RpcChannelOptions Options(TestAuthority authority, X509Certificate2? client) =>
        new() { ServerAuthorities = authority.Trust, ClientCertificate = client };
}
