using System.Net;
using Vim.Domain.Identity;
using Vim.Rpc;
using Vim.Rpc.Server;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>
/// An agent may speak for its own host and no other: its certificate must carry <c>vim://agent/HOST-ID</c> or the bare
/// host id as a subject alternative name.
/// </summary>
internal static class AgentAuthorization
{
    /// <exception cref="RpcException">PERMISSION_DENIED or UNAUTHENTICATED.</exception>
    public static void Require(RpcPeer peer, HostId host, bool trustPlaintextLoopback)
    {
        var role = "vim://agent/" + Uri.EscapeDataString(host.Value);
        if (peer.Certificate is null)
        {
            // No address: a Unix socket, whose file permissions say who may connect.
            var local = peer.Address is null || IPAddress.IsLoopback(peer.Address.Address);
            if (!trustPlaintextLoopback || !local)
            {
                throw new RpcException(
                    RpcStatusCode.Unauthenticated,
                    $"the agent of host {host} showed no certificate; give it one with the name {role}");
            }

            return;
        }

        if (!peer.Identities.Any(name => name == host.Value || name == role))
        {
            throw new RpcException(
                RpcStatusCode.PermissionDenied,
                $"the certificate is for {string.Join(", ", peer.Identities)} and may not speak for host {host}");
        }
    }
}
