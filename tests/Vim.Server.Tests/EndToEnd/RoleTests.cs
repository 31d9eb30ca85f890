using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Server.Security;
using Vim.Server.Tests.Members;
using Vim.Testing.Processes;

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
        using var authority = Authority();
        using var server = Issue(authority, "localhost", san => san.AddDnsName("localhost"));
        using var orchestrator = Issue(authority, "osm", san => san.AddUri(new Uri("vim://orchestrator/osm")));
        using var stranger = Issue(authority, "stranger", san => san.AddDnsName("stranger"));
        var data = Directory.CreateTempSubdirectory("vimd-tls-");
        var certificate = Write(data, "cert.pem", server.ExportCertificatePem());
        var key = Write(data, "key.pem", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var ca = Write(data, "ca.pem", authority.ExportCertificatePem());
        await using var member =
            await VimdMember.StartAsync(data, "--cert", certificate, "--key", key, "--client-ca", ca);
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

    private static RpcChannelOptions Options(X509Certificate2 authority, X509Certificate2? client) =>
        new() { ServerAuthorities = [authority], ClientCertificate = client };

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(
        X509Certificate2 authority, string name, Action<SubjectAlternativeNameBuilder> names)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        names(alternative);
        request.CertificateExtensions.Add(alternative.Build());
        using var issued = request.Create(
            authority,
            DateTimeOffset.UtcNow.AddHours(-1),
            DateTimeOffset.UtcNow.AddHours(12),
            RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            withKey.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }

    private static string Write(DirectoryInfo folder, string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
