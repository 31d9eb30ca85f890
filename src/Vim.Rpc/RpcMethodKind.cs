namespace Vim.Rpc;

/// <summary>Which side of a method is a stream.</summary>
public enum RpcMethodKind
{
    Unary,
    ClientStreaming,
    ServerStreaming,
    Duplex,
}
