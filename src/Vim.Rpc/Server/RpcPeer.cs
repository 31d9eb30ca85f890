using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Vim.Rpc.Server;

/// <summary>Who is at the other end of a connection; one object for all its calls. Thread-safe.</summary>
public sealed class RpcPeer
{
    private object? _known;

    internal RpcPeer(IPEndPoint? address, X509Certificate2? certificate, IReadOnlyList<string> identities)
    {
        Address = address;
        Certificate = certificate;
        Identities = identities;
    }

    /// <summary>The remote address; null on a Unix socket.</summary>
    public IPEndPoint? Address { get; }

    /// <summary>The certificate that the handshake verified; null without one.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// Names in the certificate: its subject alternative names (DNS, URI, address, mail) or, without any, its common
    /// name.
    /// </summary>
    public IReadOnlyList<string> Identities { get; }

    /// <summary>The first name, or null when the peer showed no certificate.</summary>
    public string? Identity => Identities.Count > 0 ? Identities[0] : null;

    /// <summary>
    /// What the server makes of this peer, worked out with the first call of its connection and kept with it. One kind
    /// of thing for each server; null is not kept.
    /// </summary>
    public T? KeptOf<T>(Func<RpcPeer, T?> workOut)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(workOut);
        if (Volatile.Read(ref _known) is T known)
        {
            return known;
        }

        // Two calls at once may both work it out; they find the same.
        var made = workOut(this);
        Volatile.Write(ref _known, made);
        return made;
    }
}
