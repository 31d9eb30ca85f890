using Vim.Rpc.Health;
using Vim.Rpc.Health.V1;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;
using ServingStatus = Vim.Rpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Vim.Rpc.Tests.Health;

/// <summary>grpc.health.v1 (grpc/doc/health-checking.md).</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Check =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Check");

    private static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Watch =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Watch");

    private readonly RpcHealth _health = new();
    private EchoServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await EchoServer.StartAsync(_ => { }, others: _health.Service);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Check_tells_of_the_server_its_services_and_what_it_does_not_know()
    {
        _health.Set("some.Service", serving: false);

        Assert.Equal(ServingStatus.Serving, await CheckAsync(""));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync("some.Service"));
        var error = await Assert.ThrowsAsync<RpcException>(() => CheckAsync("other.Service"));
        Assert.Equal(RpcStatusCode.NotFound, error.Code);
    }

    [Fact]
    public async Task Watch_tells_the_state_at_once_then_changes_only()
    {
        await using var call = _server.Channel.ServerStreaming(Watch, new HealthCheckRequest { Service = "s" });
        await using var states = call.GetAsyncEnumerator();

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(states));
        _health.Set("s", serving: true);
        Assert.Equal(ServingStatus.Serving, await NextAsync(states));
        _health.Set("s", serving: true);
        _health.Set("other", serving: true);
        _health.Set("s", serving: false);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(states));
        _health.Remove("s");
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(states));
    }

    [Fact]
    public async Task A_slow_watcher_loses_older_states_never_the_last()
    {
        await using var call = _server.Channel.ServerStreaming(Watch, new HealthCheckRequest { Service = "busy" });
        await using var states = call.GetAsyncEnumerator();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(states));

        for (var index = 0; index <= 10_000; index++)
        {
            _health.Set("busy", serving: index % 2 == 0);
        }

        _health.Remove("busy");
        var told = 0;
        for (var state = ServingStatus.Unknown; state != ServingStatus.ServiceUnknown; told++)
        {
            state = await NextAsync(states);
        }

        Assert.InRange(told, 1, 10_002);
    }

    [Fact]
    public async Task Watchers_are_told_that_the_server_stops()
    {
        await using var call = _server.Channel.ServerStreaming(Watch, new HealthCheckRequest());
        await using var states = call.GetAsyncEnumerator();
        Assert.Equal(ServingStatus.Serving, await NextAsync(states));

        var stop = _server.Server.StopAsync();

        Assert.Equal(ServingStatus.NotServing, await NextAsync(states));
        var error = await Assert.ThrowsAsync<RpcException>(() => NextAsync(states));
        Assert.Equal(RpcStatusCode.Unavailable, error.Code);
        await stop.InTime();
    }

    private static async Task<ServingStatus> NextAsync(IAsyncEnumerator<HealthCheckResponse> states)
    {
        Assert.True(await states.MoveNextAsync().InTime());
        return states.Current.Status;
    }

    private async Task<ServingStatus> CheckAsync(string service) =>
        (await _server.Channel.UnaryAsync(Check, new HealthCheckRequest { Service = service })).Status;
}
