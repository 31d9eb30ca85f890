using System.Net;

namespace Vim.Rpc.Server;

/// <summary>
/// Where a server listens. An address off the loopback always has TLS; plain text exists on the loopback and on Unix
/// sockets, and only through the factory that says so by name.
/// </summary>
public sealed class RpcEndpoint
{
    private RpcEndpoint(EndPoint address, RpcServerTls? tls)
    {
        Address = address;
        Tls = tls;
    }

    /// <summary>The address; port 0 takes a free one.</summary>
    public EndPoint Address { get; }

    /// <summary>TLS, or null for plain text.</summary>
    public RpcServerTls? Tls { get; }

    /// <summary>HTTP/2 over TLS.</summary>
    public static RpcEndpoint Secure(IPEndPoint address, RpcServerTls tls)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(tls);
        return new RpcEndpoint(address, tls);
    }

    /// <summary>HTTP/2 with prior knowledge in plain text (h2c), on a loopback address only.</summary>
    /// <exception cref="ArgumentException">The address is not a loopback address.</exception>
    public static RpcEndpoint PlaintextLoopback(IPEndPoint address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IPAddress.IsLoopback(address.Address)
            ? new RpcEndpoint(address, null)
            : throw new ArgumentException(
                $"{address} is not a loopback address: plain text would leave the machine. Use Secure.",
                nameof(address));
    }

    /// <summary>
    /// HTTP/2 with prior knowledge on a Unix-domain socket; who may connect is the file's permissions.
    /// </summary>
    public static RpcEndpoint UnixSocket(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new RpcEndpoint(new System.Net.Sockets.UnixDomainSocketEndPoint(path), null);
    }
}
