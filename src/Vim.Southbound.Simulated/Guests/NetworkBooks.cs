using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// The part of <see cref="HostBooks"/> about NICs: who has which function, and which rates are promised.
/// </summary>
internal sealed class NetworkBooks(
    HostInventory inventory,
    Dictionary<PciAddress, ComputeId> functions,
    Dictionary<PciAddress, FunctionUse> use)
{
    public void Check(HostPlacement placement)
    {
        var adding = new Dictionary<PciAddress, FunctionUse>();
        var taking = new HashSet<PciAddress>();
        foreach (var vnic in placement.Vnics)
        {
            if (vnic.PhysicalFunction is not { } address)
            {
                Refuse.If(vnic.Kind != VnicKind.Virtio, $"vNIC {vnic.Name} names no physical function");
                Refuse.If(vnic.VirtualFunction is not null, $"vNIC {vnic.Name} names a VF without its PF");
                continue;
            }

            var function = inventory.PhysicalFunctions.FirstOrDefault(own => own.Address == address);
            Refuse.If(function is null, $"there is no physical function {address} (vNIC {vnic.Name})");
            CheckKind(vnic, function!, taking);
            var before = adding.TryGetValue(address, out var sum) ? sum : use.GetValueOrDefault(address);
            var after = before.Plus(UseOf(vnic), 1);
            CheckUse(vnic, function!, before, after);
            adding[address] = after;
        }
    }

    public void Apply(ComputeId compute, HostPlacement placement, int sign)
    {
        foreach (var vnic in placement.Vnics)
        {
            if (vnic.PhysicalFunction is not { } address)
            {
                continue;
            }

            use[address] = use.GetValueOrDefault(address).Plus(UseOf(vnic), sign);
            if (vnic.VirtualFunction is { } virtualFunction)
            {
                HostBooks.Hold(functions, virtualFunction, compute, sign);
            }
        }
    }

    private static FunctionUse UseOf(VnicPlacement vnic) => new(
        vnic.GuaranteedIngress,
        vnic.GuaranteedEgress,
        vnic.Kind == VnicKind.PfPassthrough ? 1 : 0,
        vnic.Kind == VnicKind.PfPassthrough ? 0 : 1);

    private void CheckKind(VnicPlacement vnic, PhysicalFunction function, HashSet<PciAddress> taking)
    {
        var takesVf = vnic.Kind.TakesVirtualFunction();
        var hasVf = vnic.VirtualFunction is not null;
        Refuse.If(takesVf != hasVf, $"vNIC {vnic.Name} of kind {vnic.Kind} and its VF do not agree");
        Refuse.If(
            vnic.Kind == VnicKind.Virtio && !function.CarriesVirtio,
            $"physical function {function.Address} carries no virtio traffic (vNIC {vnic.Name})");
        Refuse.If(
            vnic.Kind == VnicKind.PfPassthrough && !function.AllowsPassthrough,
            $"physical function {function.Address} is not for passthrough (vNIC {vnic.Name})");
        Refuse.If(
            vnic.Kind == VnicKind.VhostUser && !function.OffersVhostUser,
            $"physical function {function.Address} carries no vhost-user traffic (vNIC {vnic.Name})");
        Refuse.If(
            vnic.Kind == VnicKind.Vdpa && !function.OffersVdpa,
            $"VFs of physical function {function.Address} are no vDPA devices (vNIC {vnic.Name})");
        if (vnic.VirtualFunction is { } wanted)
        {
            Refuse.If(!function.VirtualFunctions.Contains(wanted), $"{wanted} is not a VF of {function.Address}");
            Refuse.If(functions.TryGetValue(wanted, out var holder), $"VF {wanted} is held by compute {holder}");
            Refuse.If(!taking.Add(wanted), $"VF {wanted} is given to two vNICs of one compute");
        }
    }

    private static void CheckUse(VnicPlacement vnic, PhysicalFunction function, FunctionUse before, FunctionUse after)
    {
        Refuse.If(
            after.Whole > 1 || (after.Whole == 1 && after.Parts > 0),
            $"physical function {function.Address} is wanted whole and in part (vNIC {vnic.Name})");
        var address = function.Address;
        var ingress = function.GuaranteeCapacity - before.Ingress;
        var egress = function.GuaranteeCapacity - before.Egress;
        Refuse.If(
            vnic.GuaranteedIngress > ingress,
            $"guaranteed ingress of {address}: {vnic.GuaranteedIngress} wanted, {ingress} free");
        Refuse.If(
            vnic.GuaranteedEgress > egress,
            $"guaranteed egress of {address}: {vnic.GuaranteedEgress} wanted, {egress} free");
    }
}

/// <summary>What of one physical function is promised.</summary>
/// <param name="Ingress">Rates toward guests.</param>
/// <param name="Egress">Rates from guests.</param>
/// <param name="Whole">Guests that have it whole: 0 or 1.</param>
/// <param name="Parts">vNICs that share it: VFs and virtio.</param>
internal readonly record struct FunctionUse(Bandwidth Ingress, Bandwidth Egress, int Whole, int Parts)
{
    public FunctionUse Plus(FunctionUse other, int sign) => new(
        new(Ingress.BitsPerSecond + (sign * other.Ingress.BitsPerSecond)),
        new(Egress.BitsPerSecond + (sign * other.Egress.BitsPerSecond)),
        Whole + (sign * other.Whole),
        Parts + (sign * other.Parts));
}
