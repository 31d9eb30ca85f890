using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>The vNICs of a request on one physical network against one host, each wish by itself.</summary>
internal sealed class NetworkDiagnosis
{
    private const long Mbps = 1_000_000;
    private readonly Findings _found;
    private readonly FunctionDemand[] _items;
    private readonly Wish _present;
    private readonly Wish _virtualFunctions;
    private readonly Wish _whole;
    private readonly (FunctionOffers Offer, Wish Uplink)[] _uplinks;
    private readonly Wish _vdpa;
    private readonly Wish[] _ingress;
    private readonly Wish[] _egress;
    private readonly Wish _allIngress;
    private readonly Wish _allEgress;

    /// <param name="name">The network's name.</param>
    /// <param name="items">Its vNICs.</param>
    /// <param name="vnics">The names of all vNICs of the request.</param>
    /// <param name="found">Where to tell what is short.</param>
    public NetworkDiagnosis(string name, FunctionDemand[] items, string[] vnics, Findings found)
    {
        _found = found;
        _items = items;
        _present = found.Of(Dimension.PhysicalNetwork, name, 1, "PFs");
        _virtualFunctions = found.Of(Dimension.VirtualFunctions, name, items.Count(item => item.TakesVf), "VFs");
        var whole = items.Count(item => item.Kind == VnicKind.PfPassthrough);
        _whole = found.Of(Dimension.PhysicalFunctions, name, whole, "PFs");
        _vdpa = found.Of(
            Dimension.VirtualFunctions, $"{name} for vDPA", items.Count(item => item.Kind == VnicKind.Vdpa), "VFs");

        (FunctionOffers Offer, Wish Uplink) Uplink(VnicKind kind, FunctionOffers offer, string words)
        {
            var wanted = items.Any(item => item.Kind == kind) ? 1 : 0;
            return (offer, found.Of(Dimension.PhysicalNetwork, $"{name} for {words}", wanted, "PFs"));
        }

        _uplinks =
        [
            Uplink(VnicKind.Virtio, FunctionOffers.Virtio, "virtio"),
            Uplink(VnicKind.VhostUser, FunctionOffers.VhostUser, "vhost-user"),
        ];

        Wish Rate(Dimension dimension, string of, long wanted) =>
            found.Of(dimension, $"{name}, {of}", wanted, "Mbit/s", Mbps);

        long All(Func<FunctionDemand, long> rateOf) => items.Length > 1 ? items.Sum(rateOf) : 0;

        _ingress =
            [.. items.Select(item => Rate(Dimension.IngressBandwidth, $"vNIC {vnics[item.Vnic]}", item.Ingress))];
        _egress = [.. items.Select(item => Rate(Dimension.EgressBandwidth, $"vNIC {vnics[item.Vnic]}", item.Egress))];
        _allIngress = Rate(Dimension.IngressBandwidth, "all vNICs", All(item => item.Ingress));
        _allEgress = Rate(Dimension.EgressBandwidth, "all vNICs", All(item => item.Egress));
    }

    public void Find(HostState host)
    {
        var leading = _items[0].LedBy(host.Shape.Functions);
        if (leading == 0)
        {
            _present.Refuse(_found);
            return;
        }

        var (offers, virtualFunctions, vdpa, whole) = (FunctionOffers.None, 0, 0, 0);
        for (var left = host.NotWhole(leading); left != 0; left &= left - 1)
        {
            var index = BitOperations.TrailingZeroCount(left);
            ref readonly var shape = ref host.Shape.Functions[index];
            ref readonly var free = ref host.Functions[index];
            offers |= shape.Offers;
            virtualFunctions += free.VirtualFunctions;
            vdpa += (shape.Offers & FunctionOffers.Vdpa) != 0 ? free.VirtualFunctions : 0;
            whole += (shape.Offers & FunctionOffers.Passthrough) != 0 && free.Uses == 0 ? 1 : 0;
        }

        _virtualFunctions.Check(_found, virtualFunctions);
        _vdpa.Check(_found, vdpa);
        _whole.Check(_found, whole);
        foreach (var (offer, uplink) in _uplinks)
        {
            uplink.Check(_found, (offers & offer) != 0 ? 1 : 0);
        }

        FindRates(host);
    }

    private void FindRates(HostState host)
    {
        for (var item = 0; item < _items.Length; item++)
        {
            if (_ingress[item].Wanted > 0)
            {
                _ingress[item].Check(_found, MostIngress(host, _items[item]));
            }
        }

        var (ingress, egress) = SumRates(host);
        _allIngress.Check(_found, ingress);
        for (var item = 0; item < _items.Length; item++)
        {
            if (_egress[item].Wanted > 0)
            {
                _egress[item].Check(_found, MostEgress(host, _items[item]));
            }
        }

        _allEgress.Check(_found, egress);
    }

    private static long MostIngress(HostState host, in FunctionDemand item)
    {
        var most = 0L;
        for (var left = host.NotWhole(item.ServedBy(host.Shape.Functions)); left != 0; left &= left - 1)
        {
            most = Math.Max(most, host.Functions[BitOperations.TrailingZeroCount(left)].Ingress);
        }

        return most;
    }

    private static long MostEgress(HostState host, in FunctionDemand item)
    {
        var most = 0L;
        for (var left = host.NotWhole(item.ServedBy(host.Shape.Functions)); left != 0; left &= left - 1)
        {
            most = Math.Max(most, host.Functions[BitOperations.TrailingZeroCount(left)].Egress);
        }

        return most;
    }

    /// <summary>What all functions have free together that serve any of the vNICs.</summary>
    private (long Ingress, long Egress) SumRates(HostState host)
    {
        var (ingress, egress) = (0L, 0L);
        if (_allIngress.Wanted + _allEgress.Wanted == 0)
        {
            return (ingress, egress);
        }

        var serving = FunctionDemand.ServedAny(_items, host.Shape.Functions);
        for (var left = host.NotWhole(serving); left != 0; left &= left - 1)
        {
            ref readonly var free = ref host.Functions[BitOperations.TrailingZeroCount(left)];
            ingress += Math.Max(0, free.Ingress);
            egress += Math.Max(0, free.Egress);
        }

        return (ingress, egress);
    }
}
