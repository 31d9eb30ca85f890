using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Vim.Rpc.Server;

/// <summary>
/// Binds handlers to the methods of a service. Mistakes are gathered and reported together by <see cref="Build"/>.
/// </summary>
public sealed class RpcServiceBuilder
{
    private readonly ServiceDescriptor _service;
    private readonly Dictionary<string, MethodHandler> _handlers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly List<string> _mistakes = [];
    private bool _unimplementedRest;

    internal RpcServiceBuilder(ServiceDescriptor service)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
    }

    /// <summary>One request, one response.</summary>
    public RpcServiceBuilder Unary<TRequest, TResponse>(
        string name, Func<TRequest, RpcServerCall, ValueTask<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add<TRequest, TResponse>(
            name, RpcMethodKind.Unary, method => new UnaryHandler<TRequest, TResponse>(method, handler));

    /// <summary>One request, a stream of responses; the stream ends when the handler returns.</summary>
    public RpcServiceBuilder ServerStreaming<TRequest, TResponse>(
        string name, Func<TRequest, IRpcWriter<TResponse>, RpcServerCall, ValueTask> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add<TRequest, TResponse>(
            name,
            RpcMethodKind.ServerStreaming,
            method => new ServerStreamingHandler<TRequest, TResponse>(method, handler));

    /// <summary>A stream of requests, one response. The stream can be enumerated once.</summary>
    public RpcServiceBuilder ClientStreaming<TRequest, TResponse>(
        string name, Func<IAsyncEnumerable<TRequest>, RpcServerCall, ValueTask<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add<TRequest, TResponse>(
            name,
            RpcMethodKind.ClientStreaming,
            method => new ClientStreamingHandler<TRequest, TResponse>(method, handler));

    /// <summary>A stream each way; responses end when the handler returns.</summary>
    public RpcServiceBuilder Duplex<TRequest, TResponse>(
        string name, Func<IAsyncEnumerable<TRequest>, IRpcWriter<TResponse>, RpcServerCall, ValueTask> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add<TRequest, TResponse>(
            name, RpcMethodKind.Duplex, method => new DuplexHandler<TRequest, TResponse>(method, handler));

    /// <summary>Methods without a handler answer UNIMPLEMENTED, on purpose.</summary>
    public RpcServiceBuilder UnimplementedRest()
    {
        _unimplementedRest = true;
        return this;
    }

    /// <summary>The service.</summary>
    /// <exception cref="InvalidOperationException">
    /// Names each method without a handler and each handler whose name, kind or message types do not match.
    /// </exception>
    public RpcService Build()
    {
        var mistakes = new List<string>(_mistakes);
        if (!_unimplementedRest)
        {
            mistakes.AddRange(_service.Methods
                .Where(method => !_named.Contains(method.Name))
                .Select(method => $"{method.Name} has no handler"));
        }

        return mistakes.Count == 0
            ? new RpcService(_service, [.. _handlers.Values])
            : throw new InvalidOperationException(
                $"{_service.FullName} cannot be served: {string.Join("; ", mistakes)}.");
    }

    private RpcServiceBuilder Add<TRequest, TResponse>(
        string name, RpcMethodKind kind, Func<RpcMethod<TRequest, TResponse>, MethodHandler> create)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        _named.Add(name);
        try
        {
            var method = RpcMethod.Of<TRequest, TResponse>(_service, name);
            method.Require(kind);
            if (!_handlers.TryAdd(name, create(method)))
            {
                _mistakes.Add($"{name} has two handlers");
            }
        }
        catch (ArgumentException error)
        {
            _mistakes.Add(error.Message);
        }

        return this;
    }
}
