using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Vim.Rpc.Server;

/// <summary>Who is at the other end of a connection.</summary>
/// <param name="Address">The remote address; null on a Unix socket.</param>
/// <param name="Certificate">The certificate that the handshake verified; null without one.</param>
/// <param name="Identities">
/// Names in the certificate: its subject alternative names (DNS, URI, address, mail) or, without any, its common name.
/// </param>
public sealed record RpcPeer(IPEndPoint? Address, X509Certificate2? Certificate, IReadOnlyList<string> Identities)
{
    /// <summary>The first name, or null when the peer showed no certificate.</summary>
    public string? Identity => Identities.Count > 0 ? Identities[0] : null;
}
