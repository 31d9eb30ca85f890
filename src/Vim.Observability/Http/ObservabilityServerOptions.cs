using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Vim.Observability.Http;

/// <summary>Where and how <see cref="ObservabilityServer"/> listens.</summary>
public sealed record ObservabilityServerOptions
{
    /// <summary>Address and port; port 0 lets the system choose.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>TLS certificate with its key; required off loopback.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The most connections at once; more are refused.</summary>
    public int MaxConnections { get; init; } = 64;
}
