using Google.Protobuf;
using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>
/// What a thousand open streams hold in memory, on both sides. Memory belongs to the process: no other test runs beside
/// these.
/// </summary>
[Collection(nameof(ManyStreamsTests))]
[CollectionDefinition(nameof(ManyStreamsTests), DisableParallelization = true)]
public sealed class ManyStreamsTests
{
    private const int Streams = 1000;

    [Fact]
    public async Task Idle_streams_hold_kilobytes_each()
    {
        var end = Wait.Signal();
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (request, writer, _) =>
            {
                await writer.WriteAsync(request);
                await end.Task;
            }));
        await OpenAsync(server, count: 10);

        var before = Memory();
        var calls = await OpenAsync(server, Streams);
        var held = Memory() - before;
        end.SetResult();

        // About 10 kB when measured; what has to be seen is that none holds its flow-control window, 64 kB and more.
        Assert.InRange(held / Streams, 0, 48 * 1024);
        Assert.Equal(Streams, calls.Count);
    }

    [Fact]
    public async Task Streams_that_nobody_reads_hold_their_windows_and_no_more()
    {
        // Without back-pressure the first streams would be through with it long before the last is open.
        const int Offered = 2 * 1024 * 1024;
        var accepted = new int[Streams];
        await using var server = await EchoServer.StartAsync(
            echo => echo.ServerStreaming<Words, Words>(
                "Spread",
                async (request, writer, _) =>
                {
                    await writer.WriteAsync(request);
                    var block = new Words { Body = ByteString.CopyFrom(new byte[4096]) };
                    while (accepted[request.Count] < Offered)
                    {
                        await writer.WriteAsync(block);
                        Interlocked.Add(ref accepted[request.Count], block.Body.Length);
                    }
                }),
            drainTime: TimeSpan.Zero);

        var before = Memory();
        var calls = await OpenAsync(server, Streams);
        var held = Memory() - before;

        // The client grants 64 kB a stream, and the server holds as much again until more is granted.
        Assert.InRange(Enumerable.Range(0, Streams).Max(index => Volatile.Read(ref accepted[index])), 1, 192 * 1024);
        Assert.InRange(held / Streams, 0, 256 * 1024);
        Assert.Equal(Streams, calls.Count);
    }

    /// <summary>Opens streams and reads the first message of each, not more.</summary>
    private static async Task<List<RpcServerStreamingCall<Words>>> OpenAsync(EchoServer server, int count)
    {
        var calls = new List<RpcServerStreamingCall<Words>>();
        for (var index = 0; index < count; index++)
        {
            var call = server.Channel.ServerStreaming(EchoServer.Spread, new Words { Count = index });
            calls.Add(call);
            Assert.True(await call.GetAsyncEnumerator().MoveNextAsync());
        }

        return calls;
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}
