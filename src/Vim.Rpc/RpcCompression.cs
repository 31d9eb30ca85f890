namespace Vim.Rpc;

/// <summary>A message encoding of gRPC (grpc/doc/compression.md).</summary>
public enum RpcCompression
{
    /// <summary>As it is (<c>identity</c>).</summary>
    None,

    /// <summary><c>gzip</c> (RFC 1952).</summary>
    Gzip,

    /// <summary><c>deflate</c>: the zlib format (RFC 1950), as gRPC defines it.</summary>
    Deflate,
}
