using Vim.Codecs;
using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Units;
using Vim.Engine;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;
using Vim.Scheduling.Views;
using Proto = Vim.Contracts.Admin.V1;

namespace Vim.Server.Admin;

/// <summary><c>vim.admin.v1.WhatIfService</c>: a zone as it would be.</summary>
internal sealed class WhatIfService(IVimEngine engine)
{
    private const int DefaultMaxCount = 10_000;
    private const int DefaultMaxComputes = 1_000;
    private const int MaxComputes = 10_000;

    public RpcService Bind() => RpcService.For(WhatIfReflection.Descriptor.Services.Single())
        .Unary<WhatIfRequest, WhatIfResponse>("WhatIf", ImagineAsync)
        .Build();

    private async ValueTask<WhatIfResponse> ImagineAsync(WhatIfRequest request, RpcServerCall call)
    {
        var most = Within("max_compute_count", request.MaxComputeCount, DefaultMaxComputes, MaxComputes);
        var query = new ImagineZone(new ZoneId(request.ZoneId))
        {
            Added = [.. request.Added.Select((hosts, index) => HostsOf(hosts, $"added[{index}]"))],
            Drained = [.. request.DrainedHostIds.Select(host => new HostId(host))],
            Removed = [.. request.RemovedHostIds.Select(host => new HostId(host))],
            Flavours = [.. request.Flavours.Select((flavour, index) => FlavourOf(flavour, $"flavours[{index}]"))],
            MaxCount = Within("max_count", request.MaxCount, DefaultMaxCount, CountFitting.CountLimit),
        };
        return ToProto(await engine.AskAsync(query, call), most);
    }

    private static Vim.Engine.AddedHosts HostsOf(Proto.AddedHosts hosts, string at) => new(
        hosts.HostCount == 0 ? 1 : hosts.HostCount,
        hosts.ModelCase == Proto.AddedHosts.ModelOneofCase.LikeHostId ? new HostId(hosts.LikeHostId) : null,
        hosts.Inventory is { } inventory ? Read($"{at}.inventory", inventory.ToDomain) : null);

    private static Vim.Engine.ImaginedFlavour FlavourOf(Proto.ImaginedFlavour flavour, string at) => new(
        flavour.FlavourId.Length == 0 ? null : new FlavourId(flavour.FlavourId),
        flavour.Change is { } change ? Read($"{at}.change", () => ChangeOf(change)) : null);

    private static Scheduling.Imagining.FlavourChange ChangeOf(Proto.FlavourChange change) => new()
    {
        VirtualCpuCount = change.HasVirtualCpuCount ? change.VirtualCpuCount : null,
        Memory = change.HasMemoryBytes ? new MemorySize(change.MemoryBytes) : null,
        CpuPolicy = change.CpuPolicy == default ? null : change.CpuPolicy.ToDomain(),
        ThreadPolicy = change.ThreadPolicy == default ? null : change.ThreadPolicy.ToDomain(),
        PageSize = change.PageSize is { } pages ? PagesOf(pages) : null,
        NumaNodeCount = change.HasNumaNodeCount ? change.NumaNodeCount : null,
    };

    private static Domain.Epa.PageSizeRequest PagesOf(Contracts.Model.V1.PageSizeRequest pages) =>
        pages.Kind.ToDomain() is var kind && kind == Domain.Epa.PageSizeKind.Exact
            ? Domain.Epa.PageSizeRequest.Of(new PageSize(pages.ExactBytes))
            : new Domain.Epa.PageSizeRequest(kind);

    /// <summary>What the codec does not understand is the client's mistake.</summary>
    private static T Read<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            throw ErrorTable.Refusal(Refusals.BadField(field, error.Message));
        }
    }

    private static int Within(string field, int asked, int byDefault, int most)
    {
        var count = asked == 0 ? byDefault : asked;
        return count is > 0 && count <= most
            ? count
            : throw ErrorTable.Refusal(Refusals.BadField(field, $"{asked} is not 0 to {most}"));
    }

    private WhatIfResponse ToProto(ImaginedZone zone, int most)
    {
        var response = new WhatIfResponse
        {
            Before = SizeOf(zone.Before),
            After = SizeOf(zone.After),
            AffectedComputeCount = zone.Computes.Length,
            UnplacedComputeCount = zone.Computes.Count(compute => compute.Placement is null),
        };
        response.Computes.AddRange(zone.Computes.Take(most).Select(compute => new ImaginedCompute
        {
            ComputeId = compute.Compute.Value,
            ComputeName = engine.Views.Computes.Find(compute.Compute.Value)?.State.Name ?? "",
            FromHostId = compute.From.Value,
            Placement = compute.Placement?.ToProto(),
            Infeasible = compute.Infeasible?.ToProto(),
        }));
        response.Flavours.AddRange(zone.Flavours.Select(flavour => new FlavourCount
        {
            FlavourId = flavour.Flavour?.Value ?? "",
            BeforeCount = flavour.Before.Count,
            BeforeLimitReached = flavour.Before.IsLimitReached,
            AfterCount = flavour.After.Count,
            AfterLimitReached = flavour.After.IsLimitReached,
        }));
        return response;
    }

    private static ZoneSize SizeOf(ZoneCapacity capacity) => new()
    {
        HostCount = capacity.HostCount,
        EnabledHostCount = capacity.EnabledHostCount,
        ComputeCount = capacity.ClaimCount,
        FreeDedicatedCpuCount = capacity.DedicatedCpus.Available,
    };
}
