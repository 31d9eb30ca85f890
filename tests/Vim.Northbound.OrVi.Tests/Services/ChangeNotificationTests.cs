using Nfv.OrVi.V1;
using Vim.Northbound.OrVi.Tests.World;
using Vim.Rpc;

namespace Vim.Northbound.OrVi.Tests.Services;

public sealed class ChangeNotificationTests : IAsyncLifetime
{
    private const int ChangesKept = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly OrViWorld _world = new(changesKept: ChangesKept, maxNotifyStreams: 2);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_life_of_a_compute_is_told_in_order_from_the_subscription_on()
    {
        var subscription = await SubscribeAsync("");
        var compute = await AllocateAsync("told");
        await _world.Client.TerminateAsync(compute);

        var told = await ReadAsync(subscription, message => message.Notification is
        {
            ChangeType: VirtualisedResourceChangeType.Terminated,
        });

        Assert.All(told, message => Assert.Null(message.Gap));
        Assert.All(told, message => Assert.Equal(compute, message.Notification.VirtualisedResourceId));
        Assert.All(told, message => Assert.Equal(OrViWorld.VimId, message.Notification.VimId));
        Assert.Equal(VirtualisedResourceChangeType.Allocated, told[0].Notification.ChangeType);
        Assert.Contains(told, message => message.Notification.Compute?.RunningState == ComputeRunningState.Running);
        Assert.Equal(told.Select(message => message.Sequence).Order(), told.Select(message => message.Sequence));
        Assert.Equal(told.Count, told.Select(message => message.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task A_filter_keeps_other_changes_away()
    {
        var wanted = await SubscribeAsync($"(in,changeType,TERMINATED);(eq,zoneId,{OrViWorld.Zones[0]})");
        var elsewhere = await AllocateAsync("elsewhere", OrViWorld.Zones[1]);
        var here = await AllocateAsync("here", OrViWorld.Zones[0]);
        await _world.Client.TerminateAsync(elsewhere);
        await _world.Client.TerminateAsync(here);
        var told = await ReadAsync(wanted, _ => true);
        Assert.Equal(here, Assert.Single(told).Notification.VirtualisedResourceId);
    }

    [Fact]
    public async Task Who_was_away_too_long_is_told_the_gap_and_goes_on()
    {
        var subscription = await SubscribeAsync("");
        for (var round = 0; round < ChangesKept; round++)
        {
            await _world.Client.TerminateAsync(await AllocateAsync($"lost-{round}"));
        }

        var told = await ReadAsync(subscription, message => message.Notification is not null);
        Assert.Equal(2, told.Count);
        Assert.Equal(subscription.Sequence + 1, told[0].Gap.FirstSequence);
        Assert.Equal(told[0].Gap.LastSequence, told[0].Sequence);
        Assert.True(told[1].Sequence > told[0].Gap.LastSequence);
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_number_seen_last()
    {
        var subscription = await SubscribeAsync("");
        await AllocateAsync("first");
        var first = await ReadAsync(subscription, message => message.Notification is
        {
            Compute.RunningState: ComputeRunningState.Running,
        });
        var second = await AllocateAsync("second");
        var resumed = subscription.Clone();
        resumed.Sequence = first[^1].Sequence;
        var told = await ReadAsync(resumed, _ => true);
        Assert.Equal(second, told[0].Notification.VirtualisedResourceId);
    }

    [Fact]
    public async Task Terminating_the_subscription_ends_its_streams()
    {
        var subscription = await SubscribeAsync("");
        using var call = _world.Client.Notify(new() { SubscriptionId = subscription.SubscriptionId });
        await call.ResponseHeadersAsync().WaitAsync(Limit);
        var end = ReadToEndAsync(call);
        await TerminateAsync(subscription.SubscriptionId);
        await end.WaitAsync(Limit);
        Assert.Equal(RpcStatusCode.OK, call.Status!.Code);
        var gone = await OrViClient.RefusalAsync(ReadToEndAsync(
            _world.Client.Notify(new() { SubscriptionId = subscription.SubscriptionId })));
        Assert.Equal(RpcStatusCode.NotFound, gone.Code);
    }

    [Fact]
    public async Task Streams_are_limited_and_a_stop_of_the_server_ends_them_with_unavailable()
    {
        var subscription = await SubscribeAsync("");
        using var first = _world.Client.Notify(new() { SubscriptionId = subscription.SubscriptionId });
        using var second = _world.Client.Notify(new() { SubscriptionId = subscription.SubscriptionId });
        await first.ResponseHeadersAsync().WaitAsync(Limit);
        await second.ResponseHeadersAsync().WaitAsync(Limit);
        var third = await OrViClient.RefusalAsync(ReadToEndAsync(
            _world.Client.Notify(new() { SubscriptionId = subscription.SubscriptionId })));
        Assert.Equal(RpcStatusCode.Unavailable, third.Code);
        Assert.True(OrViClient.Detail<Google.Rpc.RetryInfo>(third).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        var end = OrViClient.RefusalAsync(ReadToEndAsync(first));
        await _world.StopServerAsync().WaitAsync(Limit);
        Assert.Equal(RpcStatusCode.Unavailable, (await end.WaitAsync(Limit)).Code);
    }

    [Fact]
    public async Task Subscriptions_are_listed_with_their_filter()
    {
        var subscription =
            await SubscribeAsync("(eq,virtualisedResourceId,'it''s, odd');(in,changeType,UPDATED,TERMINATED)");
        var found = await _world.Client
            .AskAsync<ComputeChangeQuerySubscriptionRequest, ComputeChangeQuerySubscriptionResponse>(new()
            {
                Filter = new() { Expression = $"(eq,subscriptionId,{subscription.SubscriptionId})" },
            });
        var told = Assert.Single(found.QueryResult);
        Assert.Equal(
            "(in,changeType,'UPDATED','TERMINATED');(in,virtualisedResourceId,'it''s, odd')", told.Filter.Expression);
    }

    [Theory]
    [InlineData("(eq,changeType,EXPLODED)")]
    [InlineData("(neq,zoneId,a)")]
    [InlineData("(eq,zoneId,a);(eq,zoneId,b)")]
    [InlineData("(eq,colour,red)")]
    public async Task A_filter_that_means_nothing_here_is_refused(string filter)
    {
        var refusal = await OrViClient.RefusalAsync(SubscribeAsync(filter));
        Assert.Equal(["filter.expression"], OrViClient.BadFields(refusal));
    }

    private Task<ComputeChangeSubscribeResponse> SubscribeAsync(string filter) =>
        _world.Client.AskAsync<ComputeChangeSubscribeRequest, ComputeChangeSubscribeResponse>(
            new() { Filter = new() { Expression = filter } });

    private Task<ComputeChangeTerminateSubscriptionResponse> TerminateAsync(string subscription) =>
        _world.Client.AskAsync<ComputeChangeTerminateSubscriptionRequest, ComputeChangeTerminateSubscriptionResponse>(
            new() { SubscriptionId = subscription });

    private async Task<string> AllocateAsync(string name, string? zone = null)
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.Control($"flavour-{name}"));
        var request = new AllocateVirtualisedComputeResourceRequest
        {
            ComputeName = name,
            ComputeFlavourId = flavour,
            ResourceGroupId = OrViWorld.Tenant,
            LocationConstraints = new() { ResourceZoneId = { zone ?? OrViWorld.Zones[0] } },
        };
        return (await _world.Client.AllocateAsync(request)).ComputeData.ComputeId;
    }

    // Everything from where the subscription stands up to and with the first message that is the last one wanted.
    private async Task<List<ComputeChangeNotifyResponse>> ReadAsync(
        ComputeChangeSubscribeResponse from, Predicate<ComputeChangeNotifyResponse> isLast)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var call = _world.Client.Notify(new()
        {
            SubscriptionId = from.SubscriptionId,
            AfterSequence = from.Sequence,
        });
        var read = new List<ComputeChangeNotifyResponse>();
        await foreach (var message in call.WithCancellation(limit.Token))
        {
            read.Add(message);
            if (isLast(message))
            {
                break;
            }
        }

        return read;
    }

    private static async Task ReadToEndAsync(Vim.Rpc.Client.RpcServerStreamingCall<ComputeChangeNotifyResponse> call)
    {
        await foreach (var message in call)
        {
            Assert.NotNull(message);
        }
    }
}
