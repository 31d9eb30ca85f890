using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Vim.Rpc.Client;
using Vim.Rpc.Server;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Security;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Security;

/// <summary>TLS, client certificates and where plain text is allowed.</summary>
public sealed class TransportSecurityTests : IDisposable
{
    private static readonly RpcService WhoAmI = RpcService.For(EchoReflection.Descriptor.Services[0])
        .Unary<Words, Words>(
            "Say", (_, call) => new ValueTask<Words>(new Words { Text = string.Join(" ", call.Peer.Identities) }))
        .UnimplementedRest()
        .Build();

    private readonly TestAuthority _authority = new("Ours");
    private readonly TestAuthority _stranger = new("Theirs");

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task A_certificate_gives_the_peer_its_subject_alternative_names()
    {
        using var certificate = _authority.IssueSubject("CN=ignored", names =>
        {
            names.AddUri(new Uri("spiffe://telco/agent/7"));
            names.AddDnsName("agent7.telco");
            names.AddIpAddress(IPAddress.Parse("192.0.2.7"));
            names.AddEmailAddress("noc@telco");
        });
        await using var server = await StartAsync();

        Assert.Equal("spiffe://telco/agent/7 agent7.telco 192.0.2.7 noc@telco", await AskAsync(server, certificate));
    }

    [Fact]
    public async Task Without_alternative_names_the_peer_is_its_common_name()
    {
        using var certificate = _authority.IssueSubject("CN=agent 7, O=Telco");
        await using var server = await StartAsync();

        Assert.Equal("agent 7", await AskAsync(server, certificate));
    }

    [Fact]
    public async Task No_certificate_no_connection()
    {
        await using var server = await StartAsync();

        await Assert.ThrowsAsync<RpcException>(() => AskAsync(server, null));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var certificate = _stranger.IssueSubject("CN=agent 7");
        await using var server = await StartAsync();

        await Assert.ThrowsAsync<RpcException>(() => AskAsync(server, certificate));
    }

    [Fact]
    public async Task A_server_certificate_shown_by_a_client_is_refused()
    {
        using var certificate = _authority.IssueServer();
        await using var server = await StartAsync();

        await Assert.ThrowsAsync<RpcException>(() => AskAsync(server, certificate));
    }

    [Fact]
    public async Task A_certificate_may_be_optional()
    {
        await using var server = await StartAsync(RpcClientCertificates.Optional);

        Assert.Equal("", await AskAsync(server, null));
    }

    [Fact]
    public async Task A_client_refuses_a_server_of_another_authority()
    {
        await using var server = await StartAsync(RpcClientCertificates.None);
        using var channel = new RpcChannel(
            server.Addresses[0], new RpcChannelOptions { ServerAuthorities = _stranger.Trust });

        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoServer.Say, new Words()));

        Assert.Equal(RpcStatusCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Only_h2_is_negotiated()
    {
        await using var server = await StartAsync(RpcClientCertificates.None);

        Assert.Equal(SslApplicationProtocol.Http2, await NegotiateAsync(server, SslApplicationProtocol.Http2));
        await Assert.ThrowsAnyAsync<Exception>(() => NegotiateAsync(server, SslApplicationProtocol.Http11));
    }

    [Fact]
    public void Plain_text_is_for_the_loopback_only()
    {
        var elsewhere = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1);

        Assert.Throws<ArgumentException>(() => RpcEndpoint.PlaintextLoopback(elsewhere));
        Assert.Throws<ArgumentException>(() => RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Any, 1)));
        Assert.Throws<ArgumentException>(() => new RpcChannel(new Uri("http://192.0.2.1:1")));
        Assert.Throws<ArgumentException>(() => new RpcChannel(new Uri("ftp://localhost")));
    }

    [Fact]
    public async Task A_unix_socket_serves_too()
    {
        var path = Path.Combine(Path.GetTempPath(), $"vim-rpc-{Environment.ProcessId}.sock");
        var options = new RpcServerOptions { Endpoints = [RpcEndpoint.UnixSocket(path)] };
        await using var server = await RpcServer.StartAsync(options, WhoAmI);
        using var channel = new RpcChannel(new Uri($"unix:{path}"));

        Assert.Equal("", (await channel.UnaryAsync(EchoServer.Say, new Words())).Text);
    }

    private async Task<RpcServer> StartAsync(RpcClientCertificates clients = RpcClientCertificates.Required)
    {
        var certificate = _authority.IssueServer();
        var tls = new RpcServerTls
        {
            Certificate = () => certificate,
            ClientAuthorities = _authority.Trust,
            ClientCertificates = clients,
        };
        var options = new RpcServerOptions
        {
            Endpoints = [RpcEndpoint.Secure(new IPEndPoint(IPAddress.Loopback, 0), tls)],
            DrainTime = TimeSpan.FromSeconds(1),
        };
        return await RpcServer.StartAsync(options, WhoAmI);
    }

    private async Task<string> AskAsync(RpcServer server, X509Certificate2? certificate)
    {
        var options = new RpcChannelOptions { ClientCertificate = certificate, ServerAuthorities = _authority.Trust };
        using var channel = new RpcChannel(server.Addresses[0], options);
        return (await channel.UnaryAsync(EchoServer.Say, new Words())).Text;
    }

    private async Task<SslApplicationProtocol> NegotiateAsync(RpcServer server, SslApplicationProtocol protocol)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.Add(_authority.Certificate);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Addresses[0].Host, server.Addresses[0].Port);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [protocol],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = trust,
        }).InTime();
        return stream.NegotiatedApplicationProtocol;
    }
}
