using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Subscriptions;
using Vim.Engine.Changes;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Errors;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>
/// Virtualised Compute Resources Change Notification (IFA 005 7.3.2). A stream reads the engine's bounded change feed
/// at its client's pace: nothing is queued for a client, and one that falls behind the feed gets a gap.
/// </summary>
internal sealed class ChangeNotificationService(EngineCalls engine, OrViOptions options)
{
    private static readonly FilterSchema<SubscriptionView> Schema = new FilterSchema<SubscriptionView>()
        .Text("subscriptionId", view => view.Id)
        .Text("resourceGroupId", view => view.State.ResourceGroup.Value);

    private readonly NotifyStreams _streams = new(options.MaxNotifyStreams);

    public RpcService Build() => RpcService.For(ComputeChangeNotificationReflection.Descriptor.Services[0])
        .Unary<ComputeChangeSubscribeRequest, ComputeChangeSubscribeResponse>("Subscribe", SubscribeAsync)
        .ServerStreaming<ComputeChangeNotifyRequest, ComputeChangeNotifyResponse>("Notify", NotifyAsync)
        .Unary<ComputeChangeTerminateSubscriptionRequest, ComputeChangeTerminateSubscriptionResponse>(
            "TerminateSubscription", TerminateAsync)
        .Unary<ComputeChangeQuerySubscriptionRequest, ComputeChangeQuerySubscriptionResponse>(
            "QuerySubscription", Query)
        .Build();

    // 7.3.2.2
    private async ValueTask<ComputeChangeSubscribeResponse> SubscribeAsync(
        ComputeChangeSubscribeRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var filter = FilterOf(request.Filter, violations);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var sequence = engine.Engine.Changes.LastSequence;
        var state = await engine.AskAsync(new CreateSubscription(filter), call, about, "filter");
        return new() { SubscriptionId = state.Id.Value, Sequence = sequence };
    }

    // 7.3.2.3
    private async ValueTask NotifyAsync(
        ComputeChangeNotifyRequest request, IRpcWriter<ComputeChangeNotifyResponse> writer, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("subscription_id", request.SubscriptionId);
        violations.If(request.HasAfterSequence && request.AfterSequence < 0, "after_sequence", "must not be negative");
        violations.ThrowIfAny();
        using var stream = _streams.Open(request.SubscriptionId);
        var filter = Find(request.SubscriptionId).Filter;
        var after = request.HasAfterSequence ? request.AfterSequence : engine.Engine.Changes.LastSequence;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            call.CancellationToken, call.ServerStopping, stream.Ended);
        await call.SendHeadersAsync();
        try
        {
            var last = after;
            await foreach (var change in engine.Engine.Changes.ReadAsync(after, filter, end.Token))
            {
                await writer.WriteAsync(ToProto(change, last));
                last = change.Sequence;
            }
        }
        catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
        {
            // The subscription or the server ends; below is told which.
        }

        if (call.ServerStopping.IsCancellationRequested)
        {
            throw new RpcException(
                RpcStatusCode.Unavailable,
                "The server stops; call again and go on after the last sequence number seen.");
        }
    }

    private async ValueTask<ComputeChangeTerminateSubscriptionResponse> TerminateAsync(
        ComputeChangeTerminateSubscriptionRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("subscription_id", request.SubscriptionId);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        await engine.AskAsync(new DeleteSubscription(new SubscriptionId(request.SubscriptionId)), call, about);
        _streams.End(request.SubscriptionId);
        return new();
    }

    private ValueTask<ComputeChangeQuerySubscriptionResponse> Query(
        ComputeChangeQuerySubscriptionRequest request, RpcServerCall call)
    {
        var page = QueryRunner.Run(
            engine.Views.Subscriptions,
            Schema,
            "filter",
            request.Filter,
            request.Page,
            view => view.State.Exists,
            call);
        var response = new ComputeChangeQuerySubscriptionResponse { NextPageToken = page.NextToken };
        response.QueryResult.AddRange(page.Items.Select(view => new Subscription
        {
            SubscriptionId = view.Id,
            Filter = new() { Expression = SubscriptionFilter.Write(view.State.Filter) },
        }));
        return ValueTask.FromResult(response);
    }

    private static ChangeFilter FilterOf(Filter? filter, Violations violations)
    {
        try
        {
            return SubscriptionFilter.Read(filter?.Expression ?? "");
        }
        catch (FilterException error)
        {
            violations.Add("filter.expression", error.Message);
            return new();
        }
    }

    private ComputeChangeNotifyResponse ToProto(ChangeNotification change, long last) => change.IsGap
        ? new() { Gap = new() { FirstSequence = last + 1, LastSequence = change.Sequence }, Sequence = change.Sequence }
        : new()
        {
            Notification = ChangeMapping.ToProto(
                change,
                options.VimId,
                view => ComputeMapping.ToProto(view.State, id => engine.Views.Ports.Find(id.Value)?.State)),
            Sequence = change.Sequence,
        };

    private SubscriptionState Find(string id) => engine.Views.Subscriptions.Find(id)?.State is { Exists: true } state
        ? state
        : throw ErrorTable.Refusal(Refusals.NotFound("subscription", id));
}
