using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Engine.Views;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Checking;

/// <summary>
/// Two groups that clients put computes in: one that shares a socket, one that is apart by it. Both places of one that
/// migrates count.
/// </summary>
internal sealed class GroupCheck(SimulatedWorld world)
{
    private static readonly AffinityGroupId s_near = new("near");
    private static readonly AffinityGroupId s_apart = new("apart");

    private readonly Dictionary<string, AffinityGroupId> _asked = [];

    /// <summary>Their creation.</summary>
    public static IReadOnlyList<CreateAffinityGroup> Creations { get; } =
    [
        new(s_near, "near", AffinityType.Affinity, AffinityScope.Socket),
        new(s_apart, "apart", AffinityType.AntiAffinity, AffinityScope.Socket),
    ];

    /// <summary>An allocation is to be in one of them.</summary>
    /// <param name="name">The name of its compute; no other has it.</param>
    /// <returns>What the allocation names.</returns>
    public AffinityConstraint Ask(string name)
    {
        var creation = world.Chance.Of(Creations);
        var group = creation.Id!.Value;
        _asked.Add(name, group);
        return new(creation.Type, creation.Scope, group, []);
    }

    public void Check(EngineViews views, IReadOnlyList<ComputeState> computes)
    {
        var near = PlacesOf(computes, s_near);
        var used = near.SelectMany(place => SocketsOf(views, place)).Distinct().ToList();
        world.Tally.Near = Math.Max(world.Tally.Near, near.Count);

        // While there is nobody else in it, one may go to another host.
        if (used.Count > 1 && computes.Count(state => IsIn(state, s_near)) > 1)
        {
            world.Fail($"group {s_near} is on {string.Join(", ", used)}");
        }

        var apart = PlacesOf(computes, s_apart);
        world.Tally.Apart = Math.Max(world.Tally.Apart, apart.Count);
        foreach (var socket in apart.SelectMany(place => SocketsOf(views, place)).CountBy(socket => socket))
        {
            if (socket.Value > 1)
            {
                world.Fail($"{socket.Value} of group {s_apart} are on {socket.Key}");
            }
        }
    }

    private List<HostPlacement> PlacesOf(IReadOnlyList<ComputeState> computes, AffinityGroupId group) =>
        [.. computes.Where(state => IsIn(state, group)).SelectMany(Checkers.PlacesOf)];

    /// <summary>By what the client asked, not by what the member remembers.</summary>
    private bool IsIn(ComputeState state, AffinityGroupId group) =>
        state.HoldsClaim && _asked.TryGetValue(state.Name, out var asked) && asked == group;

    /// <summary>Of a guest without NUMA nodes of its own, all of the host.</summary>
    private static IEnumerable<(HostId Host, int Socket)> SocketsOf(EngineViews views, HostPlacement place)
    {
        var host = views.Hosts.Find(place.Host.Value)!.Inventory!;
        var cpus = host.NumaNodes
            .Where(node => place.Nodes.IsEmpty || place.Nodes.Any(own => own.HostNode == node.Id))
            .SelectMany(node => node.Cpus)
            .ToHashSet();
        return host.Cpus.Where(cpu => cpus.Contains(cpu.Id)).Select(cpu => (host.Id, cpu.SocketId)).Distinct();
    }
}
