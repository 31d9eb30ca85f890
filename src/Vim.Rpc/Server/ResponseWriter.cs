using Google.Protobuf;

namespace Vim.Rpc.Server;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ResponseWriter<T>(RpcServerCall call) : IRpcWriter<T>
    where T : class, IMessage<T>
{
    public ValueTask WriteAsync(T message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return call.Exchange.WriteAsync(call, message);
    }
}
