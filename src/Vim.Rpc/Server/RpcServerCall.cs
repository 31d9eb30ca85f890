using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vim.Rpc.Telemetry;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>
/// One call as its handler sees it. Valid until the handler returns; not safe for use by several threads at a time,
/// except <see cref="CancellationToken"/>.
/// </summary>
public sealed class RpcServerCall
{
    private readonly CallDeadline? _deadline;
    private IFeatureCollection? _features;
    private IHttpRequestFeature? _request;
    private RpcMetadata? _requestHeaders;
    private RpcMetadata? _responseHeaders;
    private RpcMetadata? _responseTrailers;
    private RpcPeer? _peer;
    private CancellationToken? _aborted;

    internal RpcServerCall(
        RpcServerHost host,
        RpcMethod method,
        IFeatureCollection features,
        IHttpRequestFeature request,
        RpcCompression encoding)
    {
        Host = host;
        Method = method;
        RequestEncoding = encoding;
        ResponseCompression = host.ResponseCompression;
        _features = features;
        _request = request;
        Exchange = new ServerExchange(features);
        _deadline = TryReadTimeout(out var timeout) ? CallDeadline.Start(this, timeout, Aborted) : null;
    }

    /// <summary>The method called.</summary>
    public RpcMethod Method { get; }

    /// <summary>Metadata that the client sent.</summary>
    public RpcMetadata RequestHeaders => _requestHeaders ??= MetadataCodec.ReadRequest(HttpHeaders);

    /// <summary>Metadata sent before the first message; changes after that have no effect.</summary>
    public RpcMetadata ResponseHeaders => _responseHeaders ??= new RpcMetadata();

    /// <summary>Metadata sent with the status.</summary>
    public RpcMetadata ResponseTrailers => _responseTrailers ??= new RpcMetadata();

    /// <summary>When the client stops waiting; null when it set no deadline.</summary>
    public DateTimeOffset? Deadline => _deadline?.At;

    /// <summary>Fires when the client cancels or leaves, and when the deadline has passed.</summary>
    public CancellationToken CancellationToken => _deadline?.Token ?? Aborted;

    /// <summary>Fires when the server begins to drain: an endless stream should end now.</summary>
    public CancellationToken ServerStopping => Host.Stopping;

    /// <summary>Who calls.</summary>
    public RpcPeer Peer => _peer ??= ConnectionPeer.Of(Features);

    /// <summary>Whom the server's authorisation found to be calling; null unless it says so.</summary>
    public object? Principal { get; set; }

    /// <summary>
    /// The encoding of responses, if the client accepts it; may be set until the first message or header is sent.
    /// </summary>
    public RpcCompression ResponseCompression { get; set; }

    /// <summary>Whether the next messages are compressed; false opts them out.</summary>
    public bool CompressResponses { get; set; } = true;

    /// <summary>Whether the request message read last came compressed.</summary>
    public bool RequestCompressed { get; private set; }

    internal RpcServerHost Host { get; }

    internal ServerExchange Exchange { get; }

    internal RpcCompression RequestEncoding { get; }

    internal CallDeadline? DeadlineTimer => _deadline;

    /// <summary>
    /// The token of reads: only a deadline needs one, the transport itself ends reads of a lost stream.
    /// </summary>
    internal CancellationToken ReadToken => _deadline?.Token ?? default;

    /// <summary>Whether the client is known to have left; asks only when somebody looked at the token.</summary>
    internal bool IsAborted => _aborted is { IsCancellationRequested: true };

    private CancellationToken Aborted =>
        _aborted ??= Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;

    // The transport uses a stream again for another call: what was not read in time cannot be read any more.
    private IFeatureCollection Features => _features ?? throw Ended();

    private IHeaderDictionary HttpHeaders => (_request ?? throw Ended()).Headers;

    /// <summary>Sends the response headers now instead of with the first message.</summary>
    public ValueTask SendHeadersAsync() => Exchange.SendHeadersAsync(this);

    /// <summary>Lets go of the transport; the last thing that happens to a call.</summary>
    internal void Release()
    {
        _deadline?.Dispose();
        _features = null;
        _request = null;
    }

    internal RpcCompression AcceptedResponseCompression()
    {
        return ResponseCompression != RpcCompression.None
            && MessageCompressor.Accepts(HttpHeaders.GrpcAcceptEncoding, ResponseCompression)
                ? ResponseCompression
                : RpcCompression.None;
    }

    internal void WriteResponseHeaders(IHeaderDictionary headers)
    {
        if (_responseHeaders is not null)
        {
            MetadataCodec.Write(_responseHeaders, headers);
        }
    }

    internal void WriteTrailers(IHeaderDictionary trailers, RpcMetadata? extra)
    {
        if (_responseTrailers is not null)
        {
            MetadataCodec.Write(_responseTrailers, trailers);
        }

        if (extra is not null)
        {
            MetadataCodec.Write(extra, trailers);
        }
    }

    internal void MessageReceived(bool compressed)
    {
        RequestCompressed = compressed;
        ServerTelemetry.MessageReceived(Method);
    }

    internal void MessageSent() => ServerTelemetry.MessageSent(Method);

    private InvalidOperationException Ended() => new(
        $"{Method.Path} has ended; what its handler's task needs must be read before the handler returns.");

    private bool TryReadTimeout(out TimeSpan timeout)
    {
        timeout = default;
        var header = HttpHeaders.GrpcTimeout;
        if (header.Count == 0)
        {
            return false;
        }

        if (TimeoutHeader.TryParse(header.ToString(), out timeout))
        {
            return true;
        }

        Host.Log.InvalidTimeout(Method.Path, header.ToString());
        return false;
    }
}
