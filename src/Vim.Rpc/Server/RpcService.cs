using Google.Protobuf.Reflection;

namespace Vim.Rpc.Server;

/// <summary>A service bound to its handlers: every method of its descriptor is accounted for.</summary>
public sealed class RpcService
{
    internal RpcService(ServiceDescriptor descriptor, IReadOnlyList<MethodHandler> handlers)
    {
        Descriptor = descriptor;
        Handlers = handlers;
    }

    /// <summary>The service as its proto file declares it.</summary>
    public ServiceDescriptor Descriptor { get; }

    internal IReadOnlyList<MethodHandler> Handlers { get; }

    /// <summary>Begins the binding of a service.</summary>
    public static RpcServiceBuilder For(ServiceDescriptor descriptor) => new(descriptor);
}
