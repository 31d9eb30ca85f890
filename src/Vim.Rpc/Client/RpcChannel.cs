using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;

namespace Vim.Rpc.Client;

/// <summary>
/// A client of one server. Thread-safe, made once and kept: it holds the connections, opens them on demand and again
/// after they are lost. Plain text (<c>http://</c>) is for loopback addresses, <c>unix:/path</c> for Unix sockets;
/// everything else is <c>https://</c>.
/// </summary>
public sealed class RpcChannel : IDisposable
{
    private readonly ConcurrentDictionary<string, MethodRequests> _requests = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _base;

    /// <summary>Makes a channel; it connects with the first call.</summary>
    /// <exception cref="ArgumentException">The scheme is unknown, or plain text would leave the machine.</exception>
    public RpcChannel(Uri address, RpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        Options = options ?? new RpcChannelOptions();
        Address = address;
        _base = ChannelTransport.HttpBase(address);
        _invoker = new HttpMessageInvoker(ChannelTransport.Create(address, Options), disposeHandler: true);
    }

    /// <summary>The address it was made for.</summary>
    public Uri Address { get; }

    internal RpcChannelOptions Options { get; }

    /// <summary>One request, one response.</summary>
    /// <exception cref="RpcException">Any status but OK; it carries the trailers.</exception>
    public Task<TResponse> UnaryAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, RpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.Require(RpcMethodKind.Unary);
        return UnaryCall.InvokeAsync(
            this, method, request, options ?? RpcCallOptions.None, static (message, _) => message);
    }

    /// <summary>One request, one response with its headers and trailers.</summary>
    /// <exception cref="RpcException">Any status but OK; it carries the trailers.</exception>
    public Task<RpcReply<TResponse>> UnaryReplyAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, RpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.Require(RpcMethodKind.Unary);
        return UnaryCall.InvokeAsync(
            this, method, request, options ?? RpcCallOptions.None, static (message, response) =>
                new RpcReply<TResponse>(
                    message,
                    ResponseHeaders.Read(response.Headers),
                    ResponseHeaders.ReadTrailers(response, trailersOnly: false)));
    }

    /// <summary>One request, a stream of responses. Dispose the call; that cancels what is not finished.</summary>
    public RpcServerStreamingCall<TResponse> ServerStreaming<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, RpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var call = Begin(method, RpcMethodKind.ServerStreaming, options);
        call.StartSingle(request);
        return new RpcServerStreamingCall<TResponse>(call);
    }

    /// <summary>A stream of requests, one response. Dispose the call; that cancels what is not finished.</summary>
    public RpcClientStreamingCall<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, RpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var call = Begin(method, RpcMethodKind.ClientStreaming, options);
        return new RpcClientStreamingCall<TRequest, TResponse>(call, call.StartStreaming());
    }

    /// <summary>A stream each way. Dispose the call; that cancels what is not finished.</summary>
    public RpcDuplexCall<TRequest, TResponse> Duplex<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, RpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var call = Begin(method, RpcMethodKind.Duplex, options);
        return new RpcDuplexCall<TRequest, TResponse>(call, call.StartStreaming());
    }

    /// <summary>Closes the connections; calls under way fail.</summary>
    public void Dispose() => _invoker.Dispose();

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    internal MethodRequests RequestsOf(RpcMethod method) =>
        _requests.TryGetValue(method.Path, out var known)
            ? known
            : _requests.GetOrAdd(
                method.Path, new MethodRequests(new Uri(_base, method.Path), Options.MaxSendMessageSize));

    internal HttpRequestMessage NewRequest(RpcMethod method, HttpContent content)
    {
        content.Headers.ContentType = ChannelTransport.GrpcContent;
        return new HttpRequestMessage(HttpMethod.Post, RequestsOf(method).Target)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
    }

    private ClientCall<TRequest, TResponse> Begin<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, RpcMethodKind kind, RpcCallOptions? options)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.Require(kind);
        return new ClientCall<TRequest, TResponse>(this, method, options ?? RpcCallOptions.None);
    }
}
