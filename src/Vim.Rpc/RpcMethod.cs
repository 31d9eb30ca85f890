using Google.Protobuf;
using Google.Protobuf.Reflection;
using Vim.Rpc.Telemetry;

namespace Vim.Rpc;

/// <summary>A method of a gRPC service, read from the descriptor that protoc generated.</summary>
public abstract class RpcMethod
{
    private protected RpcMethod(MethodDescriptor descriptor)
    {
        Descriptor = descriptor;
        ServiceName = descriptor.Service.FullName;
        Name = descriptor.Name;
        Path = $"/{ServiceName}/{Name}";
        Kind = KindOf(descriptor);
        Label = new KeyValuePair<string, object?>(InstrumentNames.MethodLabel, $"{ServiceName}/{Name}");
    }

    /// <summary>The method as the proto file declares it.</summary>
    public MethodDescriptor Descriptor { get; }

    /// <summary>Full name of the service, package included.</summary>
    public string ServiceName { get; }

    /// <summary>Name within the service.</summary>
    public string Name { get; }

    /// <summary>The request path, <c>/package.Service/Method</c>; case matters.</summary>
    public string Path { get; }

    /// <summary>Which sides stream.</summary>
    public RpcMethodKind Kind { get; }

    /// <summary>The method as a label of measurements; made once, they are many.</summary>
    internal KeyValuePair<string, object?> Label { get; }

    /// <summary>The method <paramref name="name"/> of <paramref name="service"/> with its message types.</summary>
    /// <exception cref="ArgumentException">No such method, or its messages are of other types.</exception>
    public static RpcMethod<TRequest, TResponse> Of<TRequest, TResponse>(ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(service);
        var descriptor = service.FindMethodByName(name)
            ?? throw new ArgumentException($"{service.FullName} has no method {name}.", nameof(name));
        return new RpcMethod<TRequest, TResponse>(descriptor);
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    internal static RpcMethodKind KindOf(MethodDescriptor descriptor) =>
        (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
        {
            (false, false) => RpcMethodKind.Unary,
            (true, false) => RpcMethodKind.ClientStreaming,
            (false, true) => RpcMethodKind.ServerStreaming,
            (true, true) => RpcMethodKind.Duplex,
        };

    internal void Require(RpcMethodKind kind)
    {
        if (Kind != kind)
        {
            throw new ArgumentException($"{Path} is {Kind} in its proto file and was used as {kind}.");
        }
    }
}

/// <summary>A method with the types of its messages.</summary>
public sealed class RpcMethod<TRequest, TResponse> : RpcMethod
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    internal RpcMethod(MethodDescriptor descriptor)
        : base(descriptor)
    {
        RequestParser = ParserOf<TRequest>(descriptor, descriptor.InputType, "takes");
        ResponseParser = ParserOf<TResponse>(descriptor, descriptor.OutputType, "answers with");
    }

    internal MessageParser<TRequest> RequestParser { get; }

    internal MessageParser<TResponse> ResponseParser { get; }

    private static MessageParser<T> ParserOf<T>(MethodDescriptor method, MessageDescriptor message, string verb)
        where T : class, IMessage<T>
    {
        return message.Parser as MessageParser<T> ?? throw new ArgumentException(
            $"{method.FullName} {verb} {message.FullName}, not {typeof(T).Name}.");
    }
}
