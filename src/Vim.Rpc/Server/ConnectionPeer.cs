using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Vim.Rpc.Server;

/// <summary>The peer of a connection, worked out once and kept with the connection.</summary>
internal static class ConnectionPeer
{
    private static readonly object Key = new();

    public static RpcPeer Of(IFeatureCollection features)
    {
        var items = features.Get<IConnectionItemsFeature>()?.Items;
        if (items is null)
        {
            return Read(features);
        }

        // Calls of one connection run side by side.
        lock (items)
        {
            if (items.TryGetValue(Key, out var known) && known is RpcPeer peer)
            {
                return peer;
            }

            var read = Read(features);
            items[Key] = read;
            return read;
        }
    }

    private static RpcPeer Read(IFeatureCollection features)
    {
        var connection = features.Get<IHttpConnectionFeature>();
        var address = connection?.RemoteIpAddress is { } remote ? new IPEndPoint(remote, connection.RemotePort) : null;
        var certificate = features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        return new RpcPeer(address, certificate, PeerIdentity.Of(certificate));
    }
}
