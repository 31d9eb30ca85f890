using Vim.Rpc.Health.V1;
using Vim.Rpc.Server;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>A service is bound completely and rightly, or not at all.</summary>
public sealed class ServiceBindingTests
{
    private static RpcServiceBuilder Echo => RpcService.For(EchoReflection.Descriptor.Services[0]);

    [Fact]
    public void Every_method_without_a_handler_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Echo.Unary<Words, Words>("Say", (request, _) => new ValueTask<Words>(request)).Build());

        Assert.All(["Gather", "Spread", "Converse"], name => Assert.Contains($"{name} has no handler", error.Message));
        Assert.DoesNotContain("Say", error.Message);
    }

    [Fact]
    public void Wrong_names_kinds_types_and_doubles_are_all_named()
    {
        var builder = Echo.UnimplementedRest()
            .Unary<Words, Words>("Sing", (request, _) => new ValueTask<Words>(request))
            .Unary<Words, Words>("Gather", (request, _) => new ValueTask<Words>(request))
            .Unary<HealthCheckRequest, Words>("Say", (_, _) => default)
            .ServerStreaming<Words, Words>("Spread", (_, _, _) => default)
            .ServerStreaming<Words, Words>("Spread", (_, _, _) => default);

        var error = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Contains("no method Sing", error.Message);
        Assert.Contains("Gather is ClientStreaming in its proto file and was used as Unary", error.Message);
        Assert.Contains("takes vim.rpc.tests.Words, not HealthCheckRequest", error.Message);
        Assert.Contains("Spread has two handlers", error.Message);
    }

    [Fact]
    public async Task A_service_given_twice_is_refused()
    {
        var echo = Echo.UnimplementedRest().Build();

        await Assert.ThrowsAsync<ArgumentException>(() => EchoServer.StartAsync(_ => { }, others: echo));
    }

    [Fact]
    public async Task A_method_left_out_on_purpose_is_UNIMPLEMENTED()
    {
        await using var server = await EchoServer.StartAsync(_ => { });

        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words()));

        Assert.Equal(RpcStatusCode.Unimplemented, error.Code);
    }

    [Fact]
    public void A_call_of_the_wrong_kind_is_a_mistake_of_the_program()
    {
        using var channel = new Client.RpcChannel(new Uri("http://127.0.0.1:1"));

        Assert.Throws<ArgumentException>(() => channel.Duplex(EchoServer.Say));
    }
}
