using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Demands;

/// <summary>A vNIC that needs a physical function.</summary>
/// <param name="Vnic">Its place in the request.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Network">Number of the physical network that must carry it; none for any.</param>
/// <param name="Ingress">Rate guaranteed toward the guest, bit/s.</param>
/// <param name="Egress">Rate guaranteed from the guest, bit/s.</param>
/// <param name="Nearness">How near to the guest.</param>
/// <param name="GuestNode">The guest node it is tied to; -1 for none.</param>
/// <param name="Label">Number of the label whose vNICs sit on different functions; none for no such wish.</param>
/// <param name="NicLabel">The same for cards.</param>
/// <param name="SwitchLabel">The same for switches.</param>
internal readonly record struct FunctionDemand(
    int Vnic,
    VnicKind Kind,
    int Network,
    long Ingress,
    long Egress,
    Nearness Nearness,
    int GuestNode,
    int Label,
    int NicLabel,
    int SwitchLabel)
{
    /// <summary>Whether it takes a VF.</summary>
    public bool TakesVf => Kind.TakesVirtualFunction();

    /// <summary>What a function must offer for its kind.</summary>
    public FunctionOffers Needs { get; } = Kind switch
    {
        VnicKind.Virtio => FunctionOffers.Virtio,
        VnicKind.PfPassthrough => FunctionOffers.Passthrough,
        VnicKind.VhostUser => FunctionOffers.VhostUser,
        VnicKind.Vdpa => FunctionOffers.Vdpa,
        _ => FunctionOffers.None,
    };

    /// <summary>Whether it must be apart from others on what several functions share.</summary>
    public bool IsSpread => (NicLabel & SwitchLabel) >= 0; // Below zero where both are.

    /// <summary>Functions that lead to the network asked for, as bits.</summary>
    public ulong LedBy(FunctionTable functions) =>
        Network == NameTable.None ? functions.Wired : functions.LeadingTo(Network);

    /// <summary>Functions that could serve it, were they all free, as bits.</summary>
    public ulong ServedBy(FunctionTable functions) => LedBy(functions)
        & functions.Offering(Needs)
        & (NicLabel < 0 ? ulong.MaxValue : functions.OnNamedNics)
        & (SwitchLabel < 0 ? ulong.MaxValue : functions.OnNamedSwitches);

    /// <summary>Functions that could serve any of some vNICs, were they all free, as bits.</summary>
    public static ulong ServedAny(ReadOnlySpan<FunctionDemand> items, FunctionTable functions)
    {
        var served = 0UL;
        foreach (ref readonly var item in items)
        {
            served |= item.ServedBy(functions);
        }

        return served;
    }

    /// <summary>Whether an assignment that serves one serves the other in its place.</summary>
    public bool Like(in FunctionDemand other) =>
        Kind == other.Kind
        && Network == other.Network
        && Ingress == other.Ingress
        && Egress == other.Egress
        && Nearness == other.Nearness
        && GuestNode == other.GuestNode
        && Label == other.Label
        && NicLabel == other.NicLabel
        && SwitchLabel == other.SwitchLabel;
}
