using Vim.Actors;
using Vim.Actors.Shards;
using Vim.Actors.Sources;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Requests;
using Vim.Domain.Reservations;
using Vim.Domain.Subscriptions;
using Vim.Domain.VirtualLinks;
using Vim.Domain.Zones;
using Vim.Engine.Actors;
using Vim.Engine.Hosting;
using Vim.Engine.Ports;
using Vim.Engine.Views;

namespace Vim.Engine.Routing;

/// <summary>
/// Brings each request to the actor whose it is. Which zone a compute or host is in, and which link a port is of, is
/// read from the views; allocations are the <see cref="AllocationRouter"/>'s.
/// </summary>
internal sealed class RequestRouter
{
    private readonly EngineOptions _options;
    private readonly EngineViews _views;
    private readonly ShardOpener _shards;
    private readonly TimeProvider _time;
    private readonly IdMaker _ids;
    private readonly AllocationRouter _allocations;
    private readonly RepackingPlanner _repacking;
    private readonly FittingCounter _fitting;
    private readonly ZoneImaginer _imaginer;
    private readonly FragmentationReader _fragmentation;

    public RequestRouter(
        EngineEnvironment environment,
        EngineOptions options,
        EngineViews views,
        ShardOpener shards,
        IIdSource ids)
    {
        _options = options;
        _views = views;
        _shards = shards;
        _time = environment.Time;
        _ids = new(ids);
        _allocations = new(views, shards, _ids);
        _repacking = new(views, options.Policy);
        _fitting = new(views, _allocations, options.Policy);
        _imaginer = new(views, options.Policy);
        _fragmentation = new(views, options);
    }

    /// <summary>The reply, or a <see cref="VimError"/>.</summary>
    public async ValueTask<object> AskAsync(object request, CallerContext caller, CancellationToken cancellation)
    {
        if (caller.IdempotencyKey is { Length: 0 or > CallerContext.MaxKeyLength } key)
        {
            return Refusals.BadField(
                "idempotency_key", $"has {key.Length} characters; 1 to {CallerContext.MaxKeyLength} are possible");
        }

        if (caller.Deadline is { } deadline)
        {
            var left = deadline - _time.GetUtcNow();
            return left > TimeSpan.Zero
                ? await WaitAsync(RouteAsync(request, caller), left, cancellation)
                : TooLate("nothing was begun: the deadline had passed before the request was taken up");
        }

        var answer = RouteAsync(request, caller);
        return answer.IsCompleted || !cancellation.CanBeCanceled
            ? await answer
            : await answer.AsTask().WaitAsync(cancellation);
    }

    /// <summary>Makes a zone known and opens it; one that is known is only opened.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<VimError?> AddZoneAsync(ZoneId zone)
    {
        if (_shards.FindZone(zone) is not null)
        {
            return null;
        }

        if (zone.Value.Length is 0 or > 255 || _views.Zones.Count >= _options.MaxZones)
        {
            return Refusals.BadField(
                "zone_id",
                $"a zone's id has 1 to 255 characters, and at most {_options.MaxZones} zones are possible");
        }

        var reply = await Catalogue.AskActorAsync(ActorNames.Directory, new AddZone(zone));
        if (reply is VimError error)
        {
            return error;
        }

        return await _shards.OpenZoneAsync(zone);
    }

    private Shard Catalogue => _shards.Catalogue!;

    private async ValueTask<object> WaitAsync(ValueTask<object> answer, TimeSpan left, CancellationToken cancellation)
    {
        if (answer.IsCompleted)
        {
            return await answer;
        }

        try
        {
            var wait = left < _options.MaxWait ? left : _options.MaxWait;
            return await answer.AsTask().WaitAsync(wait, _time, cancellation);
        }
        catch (TimeoutException)
        {
            return TooLate("the outcome is not known yet; ask again with the same idempotency key, or look it up");
        }
    }

    private static VimError TooLate(string message) => new()
    {
        Code = ErrorCodes.DeadlineExceeded,
        Message = message,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private ValueTask<object> RouteAsync(object request, CallerContext caller) => request switch
    {
        AllocateCompute allocate => _allocations.AllocateAsync(allocate, caller),
        ExplainPlacement explain => _allocations.ExplainAsync(explain, caller),
        TerminateCompute m => ToComputeAsync(m.Compute, m, caller),
        OperateCompute m => ToComputeAsync(m.Compute, m, caller),
        UpdateCompute m => ToComputeAsync(m.Compute, m, caller),
        MigrateCompute m => ToComputeAsync(m.Compute, m, caller),
        ReportOrderOutcome m => ToComputeOfHostAsync(m.Host, m.Compute, m),
        ReportGuests m => ToZoneOfHostAsync(m.Host, m),
        RegisterHost m => RegisterAsync(m),
        ReportLease m => ToHostAsync(m.Host, m),
        SetHostMaintenance m => ToHostAsync(m.Host, m),
        SetHostAggregate m => ToHostAsync(m.Host, m),
        RemoveHost m => ToHostAsync(m.Host, m),
        CreateReservation m => ReserveAsync(m, caller),
        DeleteReservation m => _views.Reservations.Find(m.Reservation.Value) is { } reservation
            ? ToZoneActorAsync(reservation.State.Zone, ActorNames.Of(m.Reservation), m)
            : ValueTask.FromResult<object>(Refusals.NotFound("reservation", m.Reservation.Value)),
        GetHostCapacity m => ToZoneOfHostAsync(m.Host, m),
        GetZoneCapacity m => ToZoneAsync(m.Zone, m),
        GetPlacementPolicy m => ToZoneAsync(m.Zone, m),
        AuditZone m => ToZoneAsync(m.Zone, m),
        CountFitting m => ValueTask.FromResult(_fitting.Count(m, caller)),
        GetFragmentation m => ValueTask.FromResult(_fragmentation.Answer(m)),
        ImagineZone m => ValueTask.FromResult(_imaginer.Imagine(m)),
        PlanRepacking m => ValueTask.FromResult(_repacking.Plan(m)),
        _ => ToCatalogueAsync(request, caller),
    };

    private ValueTask<object> ToCatalogueAsync(object request, CallerContext caller) => request switch
    {
        CreateFlavour m => MakeAsync(ActorNames.Flavour, m.Id?.Value, m, caller),
        DeleteFlavour m => OwnedAsync(
            ActorNames.Flavour, m.Flavour.Value, _views.Flavours.Find(m.Flavour.Value)?.State.ResourceGroup, m, caller),
        AddImage m => MakeAsync(ActorNames.Image, m.Id?.Value, m, caller),
        UpdateImage m => OwnedAsync(
            ActorNames.Image, m.Image.Value, _views.Images.Find(m.Image.Value)?.State.ResourceGroup, m, caller),
        DeleteImage m => OwnedAsync(
            ActorNames.Image, m.Image.Value, _views.Images.Find(m.Image.Value)?.State.ResourceGroup, m, caller),
        CreateAffinityGroup m => MakeAsync(ActorNames.AffinityGroup, m.Id?.Value, m, caller),
        DeleteAffinityGroup m => OwnedAsync(
            ActorNames.AffinityGroup,
            m.Group.Value,
            _views.AffinityGroups.Find(m.Group.Value)?.State.ResourceGroup,
            m,
            caller),
        CreateSubscription m => MakeAsync(ActorNames.Subscription, null, m, caller),
        DeleteSubscription m => OwnedAsync(
            ActorNames.Subscription,
            m.Subscription.Value,
            _views.Subscriptions.Find(m.Subscription.Value)?.State.ResourceGroup,
            m,
            caller),
        AllocateVirtualLink m => MakeAsync(ActorNames.VirtualLink, m.Id?.Value, m, caller),
        UpdateVirtualLink m => ToLinkAsync(m.Link, m, caller),
        TerminateVirtualLink m => ToLinkAsync(m.Link, m, caller),
        CreateSubnet m => MakeInLinkAsync("subnet", m.Link, m, caller),
        CreatePort m => MakeInLinkAsync("port", m.Link, m, caller),
        DeleteSubnet m => _views.Subnets.Find(m.Subnet.Value) is { } subnet
            ? ToLinkAsync(subnet.State.Link, m, caller)
            : ValueTask.FromResult<object>(Refusals.NotFound("subnet", m.Subnet.Value)),
        DeletePort m => _views.Ports.Find(m.Port.Value) is { } port
            ? ToLinkAsync(port.State.Link, m, caller)
            : ValueTask.FromResult<object>(Refusals.NotFound("port", m.Port.Value)),
        _ => ValueTask.FromResult<object>(new VimError
        {
            Code = ErrorCodes.NotSupported,
            Message = $"{request.GetType().Name} is not offered by this version",
        }),
    };

    private ValueTask<object> MakeAsync(string kind, string? wished, object command, CallerContext caller)
    {
        if (wished is { Length: 0 or > 255 })
        {
            return ValueTask.FromResult<object>(Refusals.BadField("id", "must have 1 to 255 characters"));
        }

        var id = _ids.For(kind, wished, command, caller, out var digest);
        return Catalogue.AskActorAsync(
            new(kind, id), new ClientCommand(command, caller.ResourceGroup, caller.Principal, digest));
    }

    private ValueTask<object> MakeInLinkAsync(string kind, VirtualLinkId link, object command, CallerContext caller)
    {
        if (!Tenancy.MayUse(_views.VirtualLinks.Find(link.Value), caller))
        {
            return ValueTask.FromResult<object>(Refusals.NotFound("virtual link", link.Value));
        }

        var id = _ids.For(kind, null, command, caller, out var digest);
        return Catalogue.AskActorAsync(
            ActorNames.Of(link), new ClientCommand(command, caller.ResourceGroup, caller.Principal, digest, id));
    }

    private ValueTask<object> ToLinkAsync(VirtualLinkId link, object command, CallerContext caller) => OwnedAsync(
        ActorNames.VirtualLink, link.Value, _views.VirtualLinks.Find(link.Value)?.State.ResourceGroup, command, caller);

    /// <summary>Tenants see only what is theirs: another's is not found.</summary>
    private ValueTask<object> OwnedAsync(
        string kind, string id, ResourceGroupId? owner, object command, CallerContext caller) =>
        owner is { } group && Tenancy.Owns(group, caller)
            ? Catalogue.AskActorAsync(
                new(kind, id), new ClientCommand(command, caller.ResourceGroup, caller.Principal, RequestDigest.None))
            : ValueTask.FromResult<object>(Refusals.NotFound(kind.Replace('_', ' '), id));

    private ValueTask<object> ToComputeAsync(ComputeId compute, object command, CallerContext caller)
    {
        if (_views.Computes.Find(compute.Value) is not { } view
            || !Tenancy.Owns(view.State.ResourceGroup, caller)
            || _shards.FindZone(view.State.Zone) is not { } zone)
        {
            return ValueTask.FromResult<object>(Refusals.NotFound("compute", compute.Value));
        }

        var key = caller.IdempotencyKey is { } text
            ? RequestDigests.OfKey($"compute/{compute.Value}", caller, text)
            : RequestDigest.None;
        return zone.Shard.AskActorAsync(
            ActorNames.Of(compute), new ClientCommand(command, caller.ResourceGroup, caller.Principal, key));
    }

    private ValueTask<object> ToComputeOfHostAsync(HostId host, ComputeId compute, object message) =>
        FindZoneOf(host) is { } zone
            ? zone.Shard.AskActorAsync(ActorNames.Of(compute), message)
            : ValueTask.FromResult<object>(Refusals.NotFound("host", host.Value));

    private ValueTask<object> ToZoneOfHostAsync(HostId host, object message) => FindZoneOf(host) is { } zone
        ? zone.Shard.AskActorAsync(ActorNames.Of(zone.Zone), message)
        : ValueTask.FromResult<object>(Refusals.NotFound("host", host.Value));

    private ValueTask<object> ToZoneAsync(ZoneId id, object message) =>
        ToZoneActorAsync(id, ActorNames.Of(id), message);

    private ValueTask<object> ToZoneActorAsync(ZoneId id, ActorId actor, object message) =>
        _shards.FindZone(id) is { } zone
            ? zone.Shard.AskActorAsync(actor, message)
            : ValueTask.FromResult<object>(AllocationRouter.UnknownZone(id));

    private ValueTask<object> ReserveAsync(CreateReservation command, CallerContext caller)
    {
        var id = new ReservationId(
            _ids.For(ActorNames.Reservation, command.Id?.Value, command, caller, out var digest));
        var resolved = ReservationResolver.Resolve(_views, id, command, digest);
        return resolved is VimError
            ? ValueTask.FromResult(resolved)
            : ToZoneActorAsync(command.Zone, ActorNames.Of(id), resolved);
    }

    private ValueTask<object> ToHostAsync(HostId host, object message) => FindZoneOf(host) is { } zone
        ? zone.Shard.AskActorAsync(ActorNames.Of(host), message)
        : ValueTask.FromResult<object>(Refusals.NotFound("host", host.Value));

    private OpenZone? FindZoneOf(HostId host) => _views.Hosts.Find(host.Value) is { } view
        ? _shards.FindZone(view.State.Zone)
        : null;

    private async ValueTask<object> RegisterAsync(RegisterHost register)
    {
        var inventory = register.Inventory;
        if (_views.Hosts.Find(inventory.Id.Value) is { State: { Exists: true } known } && known.Zone != inventory.Zone)
        {
            return Refusals.WrongState(
                "host",
                inventory.Id.Value,
                $"in zone {known.Zone}",
                $"remove it there before it joins zone {inventory.Zone}");
        }

        if (await AddZoneAsync(inventory.Zone) is { } refusal)
        {
            return refusal;
        }

        return await _shards.FindZone(inventory.Zone)!.Shard.AskActorAsync(ActorNames.Of(inventory.Id), register);
    }
}
