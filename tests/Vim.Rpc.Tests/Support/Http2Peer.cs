using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Vim.Rpc.Tests.Support;

/// <summary>A client that speaks HTTP/2 frame by frame (RFC 9113), to see what no HTTP library shows.</summary>
internal sealed class Http2Peer : IAsyncDisposable
{
    public const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, GoAway = 7;
    public const byte EndStream = 1, EndHeaders = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private readonly TcpClient _client = new();

    public sealed record Frame(byte Type, byte Flags, int Stream, byte[] Payload)
    {
        public bool EndsStream => (Flags & EndStream) != 0;

        public uint ErrorCode(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(offset));
    }

    public static async Task<Http2Peer> ConnectAsync(Uri server)
    {
        var peer = new Http2Peer();
        await peer._client.ConnectAsync(server.Host, server.Port);
        await peer._client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await peer.WriteAsync(Settings, 0, 0, []);
        return peer;
    }

    /// <summary>Opens a gRPC call: HEADERS with every field as a literal without indexing (RFC 7541 6.2.2).</summary>
    public Task OpenAsync(int stream, string path, params (string Name, string Value)[] headers)
    {
        var block = new MemoryStream();
        (string, string)[] fields =
        [
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), .. headers,
        ];
        foreach (var (name, value) in fields)
        {
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }

        return WriteAsync(Headers, EndHeaders, stream, block.ToArray());
    }

    public async Task WriteAsync(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)payload.Length);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await _client.GetStream().WriteAsync(frame);
    }

    /// <summary>The next frame of the type; others are read and left out.</summary>
    public async Task<Frame> ReadAsync(byte type)
    {
        while (true)
        {
            var frame = await ReadAnyAsync();
            if (frame.Type == type)
            {
                return frame;
            }
        }
    }

    public async Task<Frame> ReadAnyAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var header = new byte[9];
        await _client.GetStream().ReadExactlyAsync(header, limit.Token);
        var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        await _client.GetStream().ReadExactlyAsync(payload, limit.Token);
        return new Frame(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void WriteText(MemoryStream block, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.InRange(bytes.Length, 0, 126);
        block.WriteByte((byte)bytes.Length);
        block.Write(bytes);
    }
}
