using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.VirtualLinks;
using Vim.Domain.Zones;
using Vim.Engine.Actors;
using Vim.Engine.Hosting;
using Vim.Engine.Views;

namespace Vim.Engine.Routing;

/// <summary>
/// Brings an allocation to the right zone: resolves what it names, asks the zones in the order in which it is likely to
/// fit, and says why none fits. An allocation with an idempotency key has an id that follows from the key, so that its
/// retries meet what it made, in whichever zone that is.
/// </summary>
internal sealed class AllocationRouter(EngineViews views, ShardOpener shards, IdMaker ids)
{
    private readonly AllocationResolver _resolver = new(views);
    private readonly ZoneChooser _chooser = new(views, shards);
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private readonly AffinityGate _gate = new();

    public static VimError UnknownZone(ZoneId zone) => new()
    {
        Code = ErrorCodes.UnknownZone,
        Message = $"there is no zone {zone}; zones are known once a host of theirs has registered",
        Resource = $"zone {zone}",
    };

    /// <summary>The compute as it is after the allocation, or why there is none.</summary>
    public async ValueTask<object> AllocateAsync(AllocateCompute command, CallerContext caller)
    {
        var id = new ComputeId(ids.For(ActorNames.Compute, wished: null, command, caller, out var digest));
        var reply = digest.IsNone
            ? await AllocateAnewAsync(id, command, caller, digest)
            : await AllocateOnceAsync(id, command, caller, digest);
        return command.AnswerWhen == AnswerWhen.Running && reply is ComputeState placed
            ? await shards.FindZone(placed.Zone)!.Shard.AskActorAsync(ActorNames.Of(id), AwaitRunning.Instance)
            : reply;
    }

    /// <summary>What each zone would say.</summary>
    public async ValueTask<object> ExplainAsync(ExplainPlacement query, CallerContext caller)
    {
        var asked = Prepare(query.Allocation, caller);
        if (asked.Refusal is { } refusal)
        {
            return refusal;
        }

        var verdicts = ImmutableArray.CreateBuilder<ZoneVerdict>();
        foreach (var zone in asked.Zones)
        {
            var reply = await zone.Shard.AskActorAsync(
                ActorNames.Of(zone.Zone), new ExplainInZone(asked.Request!, query.MaxHostCount));
            if (reply is not ZoneVerdict verdict)
            {
                return reply;
            }

            verdicts.Add(verdict);
        }

        return new PlacementExplanation(verdicts.ToImmutable());
    }

    /// <summary>What an allocation would ask, and of which zones; nothing is claimed.</summary>
    public PreparedAllocation Prepare(AllocateCompute command, CallerContext caller)
    {
        caller = caller with { IdempotencyKey = null };
        var id = new ComputeId(ids.For(ActorNames.Compute, wished: null, command, caller, out _));
        var resolved = _resolver.Resolve(id, command, caller);
        if (resolved.Refusal is { } refusal)
        {
            return new(null, [], refusal);
        }

        var request = resolved.Draft!.Request;
        var zones = _chooser.Choose(command, request, out var error);
        return error is null ? new(request, zones, null) : new(null, [], error);
    }

    /// <summary>
    /// One try at a time for each key: a second one waits for the first, and then meets what it made.
    /// </summary>
    private async ValueTask<object> AllocateOnceAsync(
        ComputeId id, AllocateCompute command, CallerContext caller, RequestDigest digest)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            if (await RetryAsync(id, digest) is { } answer)
            {
                return answer;
            }

            var first = _underWay.GetOrAdd(id.Value, mine.Task);
            if (ReferenceEquals(first, mine.Task))
            {
                break;
            }

            await first;
        }

        try
        {
            return await AllocateAnewAsync(id, command, caller, digest);
        }
        finally
        {
            _underWay.TryRemove(id.Value, out _);
            mine.SetResult();
        }
    }

    /// <summary>The answer to a retry of an allocation that is known; null where none is.</summary>
    private async ValueTask<object?> RetryAsync(ComputeId id, RequestDigest digest)
    {
        if (views.Computes.Find(id.Value) is not { } view || shards.FindZone(view.State.Zone) is not { } zone)
        {
            return null;
        }

        var reply = await zone.Shard.AskActorAsync(ActorNames.Of(id), new RetryAllocation(digest));
        return reply is NothingAllocated ? null : reply;
    }

    private async ValueTask<object> AllocateAnewAsync(
        ComputeId id, AllocateCompute command, CallerContext caller, RequestDigest digest)
    {
        var resolved = _resolver.Resolve(id, command, caller);
        if (resolved.Refusal is { } refusal)
        {
            return refusal;
        }

        var draft = resolved.Draft! with { Digest = digest };
        using var turn =
            await _gate.EnterAsync(command.Zone is null && shards.ZoneCount > 1 ? draft.Request.Groups : []);
        var zones = _chooser.Choose(command, draft.Request, out var error);
        if (error is not null)
        {
            return error;
        }

        Infeasible? merged = null;
        VimError? last = null;
        foreach (var zone in zones)
        {
            var reply = await AskZoneAsync(zone, draft with { Zone = zone.Zone });
            if (reply is not VimError { Code: ErrorCodes.NoFeasibleHost } infeasible)
            {
                return reply;
            }

            merged = InfeasibleMerger.Merge(merged, infeasible.Infeasible!);
            last = infeasible;
        }

        return zones.Count == 1 ? last! : InfeasibleMerger.ToError(merged!, zones.Count);
    }

    private async ValueTask<object> AskZoneAsync(OpenZone zone, ComputeRequested draft)
    {
        var links = await GrantsAsync(zone.Zone, draft);
        if (links.Error is { } refusal)
        {
            return refusal;
        }

        var attached = await AttachPortsAsync(zone.Zone, draft);
        if (attached is not null)
        {
            return attached;
        }

        var reply = await zone.Shard.AskActorAsync(
            ActorNames.Of(draft.Request.Compute), new AllocateInZone(draft, links.Value));
        if (reply is VimError { Code: ErrorCodes.NoFeasibleHost or ErrorCodes.NotFound or ErrorCodes.InvalidArgument })
        {
            await DetachPortsAsync(draft);
        }

        return reply;
    }

    /// <summary>
    /// The grants under which the zone may put computes on the links; asked for once a link and zone.
    /// </summary>
    private async ValueTask<Outcome<ImmutableArray<LinkUse>>> GrantsAsync(ZoneId zone, ComputeRequested draft)
    {
        var vnics = draft.Request.Requirements.Vnics;
        ImmutableArray<LinkUse>.Builder? uses = null;
        foreach (var vnic in vnics)
        {
            if (vnic.VirtualLink is not { } link || Contains(uses, link))
            {
                continue;
            }

            var grant = views.VirtualLinks.Find(link.Value)?.State.GrantOf(zone);
            if (grant is null)
            {
                var reply = await shards.Catalogue!.AskActorAsync(ActorNames.Of(link), new GrantLink(zone));
                if (reply is VimError error)
                {
                    return error;
                }

                grant = ((VirtualLinkState)reply).GrantOf(zone)!;
            }

            uses ??= ImmutableArray.CreateBuilder<LinkUse>(vnics.Length);
            uses.Add(new(link, grant.Grant));
        }

        return uses is null ? ImmutableArray<LinkUse>.Empty : uses.DrainToImmutable();
    }

    private async ValueTask<VimError?> AttachPortsAsync(ZoneId zone, ComputeRequested draft)
    {
        foreach (var vnic in draft.Request.Requirements.Vnics)
        {
            if (vnic is { Port: { } port, VirtualLink: { } link })
            {
                var reply = await shards.Catalogue!.AskActorAsync(
                    ActorNames.Of(link), new AttachPort(port, draft.Request.Compute, zone));
                if (reply is VimError error)
                {
                    await DetachPortsAsync(draft);
                    return error;
                }
            }
        }

        return null;
    }

    private async ValueTask DetachPortsAsync(ComputeRequested draft)
    {
        foreach (var vnic in draft.Request.Requirements.Vnics)
        {
            if (vnic is { Port: { } port, VirtualLink: { } link })
            {
                // What cannot be taken back now is taken back by the port's own check.
                await shards.Catalogue!.AskActorAsync(
                    ActorNames.Of(link), new DetachPort(port, draft.Request.Compute));
            }
        }
    }

    private static bool Contains(ImmutableArray<LinkUse>.Builder? uses, VirtualLinkId link)
    {
        if (uses is null)
        {
            return false;
        }

        foreach (var use in uses)
        {
            if (use.Link == link)
            {
                return true;
            }
        }

        return false;
    }
}
