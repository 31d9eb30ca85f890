namespace Vim.Rpc.Client;

/// <summary>A response with the metadata around it.</summary>
/// <param name="Message">The response.</param>
/// <param name="Headers">Metadata sent before it.</param>
/// <param name="Trailers">Metadata sent with the status.</param>
public sealed record RpcReply<TResponse>(TResponse Message, RpcMetadata Headers, RpcMetadata Trailers);
