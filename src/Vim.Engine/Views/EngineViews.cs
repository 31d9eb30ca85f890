namespace Vim.Engine.Views;

/// <summary>
/// Read models: what durable events tell of every resource. Whoever got an answer finds what it says here. Any thread.
/// </summary>
public sealed class EngineViews
{
    /// <summary>Computes; terminated ones stay until their retention ends (see <c>ComputeState.IsListed</c>).</summary>
    public ViewTable<ComputeView> Computes { get; } = new();

    /// <summary>Hosts.</summary>
    public ViewTable<HostView> Hosts { get; } = new();

    /// <summary>Zones.</summary>
    public ViewTable<ZoneView> Zones { get; } = new();

    /// <summary>Reservations of capacity.</summary>
    public ViewTable<ReservationView> Reservations { get; } = new();

    /// <summary>Flavours.</summary>
    public ViewTable<FlavourView> Flavours { get; } = new();

    /// <summary>Software images.</summary>
    public ViewTable<ImageView> Images { get; } = new();

    /// <summary>Virtual links, with their subnets and ports in them.</summary>
    public ViewTable<VirtualLinkView> VirtualLinks { get; } = new();

    /// <summary>Subnets of all virtual links.</summary>
    public ViewTable<SubnetView> Subnets { get; } = new();

    /// <summary>Ports of all virtual links.</summary>
    public ViewTable<PortView> Ports { get; } = new();

    /// <summary>Affinity groups.</summary>
    public ViewTable<AffinityGroupView> AffinityGroups { get; } = new();

    /// <summary>Subscriptions.</summary>
    public ViewTable<SubscriptionView> Subscriptions { get; } = new();
}
