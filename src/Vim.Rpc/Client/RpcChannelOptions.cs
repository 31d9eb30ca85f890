using System.Security.Cryptography.X509Certificates;

namespace Vim.Rpc.Client;

/// <summary>How a channel connects and what it allows.</summary>
public sealed class RpcChannelOptions
{
    /// <summary>The client's certificate with its key, for servers that ask for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The authorities whose servers are trusted. Null: the machine's trust store.</summary>
    public X509Certificate2Collection? ServerAuthorities { get; init; }

    /// <summary>The name expected in the server's certificate, where it is not the host of the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>Largest response message, bytes, as declared and again once inflated.</summary>
    public int MaxReceiveMessageSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest request message, bytes before compression.</summary>
    public int MaxSendMessageSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>How requests are compressed unless a call says otherwise.</summary>
    public RpcCompression Compression { get; init; } = RpcCompression.None;

    /// <summary>How long connecting may take, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which the channel pings a connection that has calls under way.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a ping may stay unanswered before the connection counts as lost.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
