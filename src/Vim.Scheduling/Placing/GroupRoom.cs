using System.Runtime.InteropServices;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Policies;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Foresight for the first member of a group that stays together: more like it are to come, and where it goes they must
/// go. Counts how many computes like it each socket, host, rack or fault domain has room for, up to as many as groups
/// mostly have; those with the most come before all others, and among them the policy chooses as ever. Counted by what
/// is free of each NUMA node of the hosts that qualify, so an estimate: it refuses nothing. Scratch that is used again;
/// for one thread at a time.
/// </summary>
internal sealed class GroupRoom
{
    /// <summary>
    /// Members looked ahead for on one host or socket, and in one rack or fault domain; chosen on huawei-topo (decision
    /// 20).
    /// </summary>
    private const int MostOnHost = 4;
    private const int MostInSite = 32;

    private readonly Dictionary<int, int> _sites = [];
    private FlavourShare _shape;
    private AffinityScope _scope;
    private int _most;
    private int _best;

    /// <summary>Looks at the hosts that qualify.</summary>
    /// <returns>Whether any has room to choose by.</returns>
    public bool Look(ZoneLedger ledger, ComputeRequirements wanted, HostRules rules, AffinityScope scope)
    {
        _scope = scope;
        _shape = FlavourShare.Of(wanted, 0);
        _most = scope is AffinityScope.Host or AffinityScope.Socket ? MostOnHost : MostInSite;
        _best = 0;
        _sites.Clear();
        var walk = ledger.Index.ById.Hosts(rules.Filters.Least);
        while (walk.Next() is { } host)
        {
            if (SiteOf(host) is var site && site != NameTable.None)
            {
                ref var room = ref CollectionsMarshal.GetValueRefOrAddDefault(_sites, site, out _);
                room += room < _most && rules.Allows(host)
                    ? Math.Min(_most - room, RoomOf(host, rules.ClosedOn(host)))
                    : 0;
                _best = Math.Max(_best, room);
            }
            else if (_best < _most && rules.Allows(host))
            {
                _best = Math.Max(_best, RoomOf(host, rules.ClosedOn(host)));
            }
        }

        return _best > 0;
    }

    /// <summary>
    /// Whether the host, or what it stands in or one of its sockets, is one of those with the most room.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="closed">Nodes of it that are closed to the group, as bits.</param>
    public bool IsRoomy(HostState host, ulong closed) => SiteOf(host) is var site && site != NameTable.None
        ? _sites.GetValueOrDefault(site) == _best
        : RoomOf(host, closed) == _best;

    /// <summary>
    /// Closes the sockets that have less room than others; none for a group that shares more than a socket.
    /// </summary>
    public NodeLimits LimitsOf(HostState host, ulong closed)
    {
        var sockets = host.Shape.Sockets;
        var small = 0UL;
        for (var socket = 0; _scope == AffinityScope.Socket && socket < sockets.Count; socket++)
        {
            small |= RoomOn(host, sockets.On(socket) & ~closed) < _best ? sockets.On(socket) : 0;
        }

        return new(small, OneSocket: false);
    }

    /// <summary>What members must share; none where they must share the host, also because no rack is known.</summary>
    private int SiteOf(HostState host) => host.Site.Of(_scope);

    private int RoomOf(HostState host, ulong closed)
    {
        if (_scope != AffinityScope.Socket)
        {
            return RoomOn(host, ~closed);
        }

        var most = 0;
        for (var socket = 0; socket < host.Shape.Sockets.Count; socket++)
        {
            most = Math.Max(most, RoomOn(host, host.Shape.Sockets.On(socket) & ~closed));
        }

        return most;
    }

    private int RoomOn(HostState host, ulong nodes)
    {
        Span<int> parts = stackalloc int[HostInventoryRules.MaxNumaNodes];
        for (var node = 0; node < host.Nodes.Length; node++)
        {
            parts[node] = (nodes >> node & 1) != 0 ? _shape.PartsIn(NodeAmounts.FreeOf(host, node)) : 0;
        }

        return Math.Min(_most, FlavourShare.GuestsOf(parts[..host.Nodes.Length], _shape.NodeCount));
    }
}
