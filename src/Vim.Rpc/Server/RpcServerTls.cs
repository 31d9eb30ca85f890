using System.Security.Cryptography.X509Certificates;

namespace Vim.Rpc.Server;

/// <summary>TLS of an endpoint: 1.2 or later, ALPN h2.</summary>
public sealed class RpcServerTls
{
    /// <summary>
    /// The server's certificate with its key; asked for at each handshake, so that it can be renewed.
    /// </summary>
    public required Func<X509Certificate2> Certificate { get; init; }

    /// <summary>Intermediate certificates to send along.</summary>
    public X509Certificate2Collection? CertificateChain { get; init; }

    /// <summary>
    /// The authorities whose client certificates are accepted. Null: the machine's trust store.
    /// </summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Whether a client must, may or need not show a certificate; must, unless said otherwise.</summary>
    public RpcClientCertificates ClientCertificates { get; init; } = RpcClientCertificates.Required;

    /// <summary>Whether revocation lists are consulted for client certificates.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;
}

/// <summary>What is asked of a client at the handshake.</summary>
public enum RpcClientCertificates
{
    Required,
    Optional,
    None,
}
