using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Flavours;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Reservations;
using Vim.Domain.Subscriptions;
using Vim.Domain.Topology;
using Vim.Domain.VirtualLinks;

namespace Vim.Engine.Views;

/// <summary>A compute.</summary>
/// <param name="State">As it is.</param>
/// <param name="Version">Rises with every change.</param>
public sealed record ComputeView(ComputeState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A host.</summary>
/// <param name="State">As it is.</param>
/// <param name="Version">Rises with every change.</param>
public sealed record HostView(HostState State, long Version) : IView
{
    /// <summary>What it has.</summary>
    public HostInventory? Inventory => State.Inventory;

    public string Id => State.Id.Value;
}

/// <summary>A flavour.</summary>
public sealed record FlavourView(FlavourState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>An image.</summary>
public sealed record ImageView(ImageState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A virtual link, with its subnets and ports in it.</summary>
public sealed record VirtualLinkView(VirtualLinkState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A subnet.</summary>
public sealed record SubnetView(SubnetState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A port.</summary>
public sealed record PortView(PortState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>An affinity group.</summary>
public sealed record AffinityGroupView(AffinityGroupState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A subscription.</summary>
public sealed record SubscriptionView(SubscriptionState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A reservation of capacity.</summary>
public sealed record ReservationView(ReservationState State, long Version) : IView
{
    public string Id => State.Id.Value;
}

/// <summary>A zone.</summary>
public sealed record ZoneView(ZoneId Zone, int HostCount, int ComputeCount, long Version) : IView
{
    public string Id => Zone.Value;
}
