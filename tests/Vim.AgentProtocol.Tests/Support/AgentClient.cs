using Vim.Codecs;
using Vim.Contracts.Agent.V1;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Support;

/// <summary>A bare client of the VIM's half, which says what it is told to say.</summary>
internal sealed class AgentClient : IAsyncDisposable
{
    private static readonly RpcMethod<AgentMessage, VimMessage> Connect =
        RpcMethod.Of<AgentMessage, VimMessage>(AgentReflection.Descriptor.Services[0], "Connect");

    private readonly RpcChannel _channel;
    private readonly RpcDuplexCall<AgentMessage, VimMessage> _call;
    private readonly IAsyncEnumerator<VimMessage> _incoming;

    public AgentClient(TestVim vim, RpcChannelOptions? options = null)
    {
        _channel = vim.Dial(options);
        _call = _channel.Duplex(Connect);
        _incoming = _call.GetAsyncEnumerator();
    }

    public static AgentMessage Registration(long stream, string instance, string host) => new()
    {
        Register = new()
        {
            ProtocolVersion = 1,
            Inventory = Samples.Inventory(host).ToProto(),
            Driver = "test",
            StreamNumber = stream,
            AgentInstanceId = instance,
        },
    };

    public async Task<VimMessage> RegisterAsync(long stream = 1, string instance = "agent", string host = "h1")
    {
        await SendAsync(Registration(stream, instance, host));
        return await ReadAsync();
    }

    public Task SendAsync(AgentMessage message) => _call.Requests.WriteAsync(message).AsTask().InTime();

    public async Task<VimMessage> ReadAsync()
    {
        Assert.True(await _incoming.MoveNextAsync().InTime(), "the stream ended");
        return _incoming.Current;
    }

    /// <summary>How the stream ends, whatever comes before.</summary>
    public async Task<RpcException> EndAsync() => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await _incoming.MoveNextAsync().InTime())
        {
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        _channel.Dispose();
    }
}
