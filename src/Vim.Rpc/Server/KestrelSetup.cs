using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Vim.Rpc.Server;

/// <summary>Kestrel, set up for gRPC only: HTTP/2, no body limits of its own, no ambient configuration.</summary>
internal static class KestrelSetup
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// A host that only holds Kestrel: it is never run, its <c>IServer</c> is started with our application.
    /// </summary>
    public static WebApplication Build(RpcServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => Configure(kestrel, options));
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel, RpcServerOptions options)
    {
        kestrel.AddServerHeader = false;

        // Bytes outside ASCII in a header must not fail the call.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        SetLimits(kestrel.Limits, options.Limits);
        foreach (var endpoint in options.Endpoints)
        {
            Listen(kestrel, endpoint, options);
        }
    }

    private static void SetLimits(KestrelServerLimits kestrel, RpcServerLimits limits)
    {
        // Messages have limits of their own; a stream may be idle and long.
        kestrel.MaxRequestBodySize = null;
        kestrel.MinRequestBodyDataRate = null;
        kestrel.MinResponseDataRate = null;
        kestrel.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.MaxRequestHeadersTotalSize = limits.MaxRequestHeadersSize;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.MaxRequestHeadersSize;
        kestrel.Http2.MaxStreamsPerConnection = limits.MaxStreamsPerConnection;
        kestrel.Http2.InitialStreamWindowSize = limits.StreamWindowSize;
        kestrel.Http2.InitialConnectionWindowSize = limits.ConnectionWindowSize;
        kestrel.Http2.KeepAlivePingDelay = limits.KeepAlivePingDelay;
        kestrel.Http2.KeepAlivePingTimeout = limits.KeepAlivePingTimeout;
    }

    private static void Listen(KestrelServerOptions kestrel, RpcEndpoint endpoint, RpcServerOptions options)
    {
        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http2;
            if (endpoint.Tls is { } tls)
            {
                listen.UseHttps(https => Secure(https, tls, options.Limits.OpeningTime));
            }

            Http1Refusal.Use(listen, options.TimeProvider, options.Limits.OpeningTime);
        }

        switch (endpoint.Address)
        {
            case IPEndPoint address: kestrel.Listen(address, Configure); break;
            case UnixDomainSocketEndPoint unix: kestrel.ListenUnixSocket(unix.ToString(), Configure); break;
            default: throw new ArgumentException($"Cannot listen on {endpoint.Address}.");
        }
    }

    private static void Secure(HttpsConnectionAdapterOptions https, RpcServerTls tls, TimeSpan openingTime)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.HandshakeTimeout = openingTime;
        https.ServerCertificateSelector = (_, _) => tls.Certificate();
        https.ServerCertificateChain = tls.CertificateChain;
        https.ClientCertificateMode = tls.ClientCertificates switch
        {
            RpcClientCertificates.Required => ClientCertificateMode.RequireCertificate,
            RpcClientCertificates.Optional => ClientCertificateMode.AllowCertificate,
            _ => ClientCertificateMode.NoCertificate,
        };
        https.OnAuthenticate = (_, handshake) => handshake.CertificateChainPolicy = ClientPolicy(tls);
    }

    private static X509ChainPolicy ClientPolicy(RpcServerTls tls)
    {
        var policy = new X509ChainPolicy { RevocationMode = tls.Revocation };
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthentication));
        if (tls.ClientAuthorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }
}
