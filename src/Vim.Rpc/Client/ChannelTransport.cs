using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Vim.Rpc.Client;

/// <summary>The connections of a channel.</summary>
internal static class ChannelTransport
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static MediaTypeHeaderValue GrpcContent { get; } = new(Wire.GrpcHeaders.ContentType);

    /// <summary>The HTTP address that requests name.</summary>
    public static Uri HttpBase(Uri address)
    {
        switch (address.Scheme)
        {
            case "https":
                return address;
            case "unix":
                return new Uri("http://localhost");
            case "http" when address.IsLoopback:
                return address;
            case "http":
                throw new ArgumentException(
                    $"{address} is plain text to another machine, or to a name that may be one; use https.");
            default:
                throw new ArgumentException($"{address} has none of the schemes https, http (loopback), unix.");
        }
    }

    public static SocketsHttpHandler Create(Uri address, RpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            // Pings on an idle connection count as abuse with some servers.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            SslOptions = Security(options),
        };
        if (address.Scheme == "unix")
        {
            var endpoint = new UnixDomainSocketEndPoint(address.LocalPath);
            handler.ConnectCallback = (_, token) => ConnectUnixAsync(endpoint, token);
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Security(RpcChannelOptions options)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ServerAuthentication));
        if (options.ServerAuthorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        var security = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            TargetHost = options.ServerName,
        };
        if (options.ClientCertificate is { } certificate)
        {
            security.ClientCertificates = [certificate];
            security.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return security;
    }

    private static async ValueTask<Stream> ConnectUnixAsync(UnixDomainSocketEndPoint endpoint, CancellationToken token)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endpoint, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
