using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// The physical functions of a host, in the inventory's order, and which of them have what a request may ask for: as
/// bits by index, so that a fit looks only at functions that could serve. Immutable; a value. A host has at most
/// <see cref="HostInventoryRules.MaxPhysicalFunctions"/>.
/// </summary>
internal sealed class FunctionTable : IEquatable<FunctionTable>
{
    private const int OfferSets = (int)FunctionOffers.All + 1;

    private readonly FunctionShape[] _functions;
    private readonly List<(int Network, ulong Functions)> _networks = [];
    private readonly ulong[] _offering = new ulong[OfferSets];
    private readonly ulong[] _onNode;

    /// <summary>Reads an inventory's functions.</summary>
    /// <param name="inventory">The host.</param>
    /// <param name="nodeIds">Ids of its NUMA nodes, by index.</param>
    /// <param name="names">Numbers of the zone's names.</param>
    public FunctionTable(HostInventory inventory, int[] nodeIds, NameTable names)
    {
        var (nics, switches) = (new NameTable(), new NameTable());
        _functions = new FunctionShape[inventory.PhysicalFunctions.Length];
        _onNode = new ulong[nodeIds.Length];
        for (var index = 0; index < _functions.Length; index++)
        {
            var function = inventory.PhysicalFunctions[index];
            _functions[index] = new(
                function.NumaNode is { } id ? Array.IndexOf(nodeIds, id) : -1,
                names.Intern(function.PhysicalNetwork),
                nics.Intern(function.Nic),
                switches.Intern(function.Switch),
                OffersOf(function),
                function.VirtualFunctions.Length,
                VfWords,
                function.GuaranteeCapacity.BitsPerSecond);
            VfWords += (function.VirtualFunctions.Length + 63) / 64;
            Count(_functions[index], 1UL << index);
        }
    }

    public int Length => _functions.Length;

    public ref readonly FunctionShape this[int index] => ref _functions[index];

    /// <summary>Words of 64 bits that the VFs of all functions take.</summary>
    public int VfWords { get; }

    /// <summary>Functions of which no NUMA node is known.</summary>
    public ulong OnNoNode { get; private set; }

    /// <summary>Functions that lead to some network.</summary>
    public ulong Wired { get; private set; }

    /// <summary>Functions of which the card is known.</summary>
    public ulong OnNamedNics { get; private set; }

    /// <summary>Functions of which the switch is known.</summary>
    public ulong OnNamedSwitches { get; private set; }

    /// <summary>Functions of one NUMA node.</summary>
    public ulong OnNode(int node) => _onNode[node];

    /// <summary>Functions that offer all of some kinds of vNICs.</summary>
    public ulong Offering(FunctionOffers offers) => _offering[(int)offers];

    /// <summary>Functions that lead to a network, by its number.</summary>
    public ulong LeadingTo(int network)
    {
        // A host is on a few networks: a walk over them is quicker than any hash.
        foreach (var (known, functions) in _networks)
        {
            if (known == network)
            {
                return functions;
            }
        }

        return 0;
    }

    /// <summary>What is free of them when nothing is booked.</summary>
    public FunctionFree[] AllFree() => [.. _functions.Select(function => new FunctionFree
    {
        VirtualFunctions = function.VirtualFunctionCount,
        Ingress = function.Capacity,
        Egress = function.Capacity,
    })];

    public bool Equals(FunctionTable? other) =>
        other is not null && _functions.AsSpan().SequenceEqual(other._functions);

    public override bool Equals(object? obj) => Equals(obj as FunctionTable);

    public override int GetHashCode() => _functions.Length;

    private void Count(in FunctionShape function, ulong bit)
    {
        OnNamedNics |= function.Nic >= 0 ? bit : 0;
        OnNamedSwitches |= function.Switch >= 0 ? bit : 0;
        for (var offers = 0; offers < OfferSets; offers++)
        {
            _offering[offers] |= ((int)function.Offers & offers) == offers ? bit : 0;
        }

        if (function.Node < 0)
        {
            OnNoNode |= bit;
        }
        else
        {
            _onNode[function.Node] |= bit;
        }

        if (function.Network != NameTable.None)
        {
            Wired |= bit;
            var before = LeadingTo(function.Network);
            _networks.Remove((function.Network, before));
            _networks.Add((function.Network, before | bit));
        }
    }

    private static FunctionOffers OffersOf(PhysicalFunction function) =>
        (function.CarriesVirtio ? FunctionOffers.Virtio : 0)
        | (function.AllowsPassthrough ? FunctionOffers.Passthrough : 0)
        | (function.OffersVhostUser ? FunctionOffers.VhostUser : 0)
        | (function.OffersVdpa ? FunctionOffers.Vdpa : 0);
}
