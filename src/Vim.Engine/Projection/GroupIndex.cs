using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Engine.Projection;

/// <summary>In which zones an affinity group has members, so that the router asks the right ones. Any thread.</summary>
internal sealed class GroupIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(AffinityGroupId Group, ZoneId Zone), int> _members = [];
    private readonly ConcurrentDictionary<ComputeId, (ImmutableArray<GroupMembership> Groups, ZoneId Zone)> _of = [];

    public void Join(PlacementRequest request, ZoneId zone)
    {
        if (request.Groups.IsEmpty)
        {
            return;
        }

        _of[request.Compute] = (request.Groups, zone);
        Count(request.Groups, zone, 1);
    }

    public void Leave(ComputeId compute)
    {
        if (_of.TryRemove(compute, out var member))
        {
            Count(member.Groups, member.Zone, -1);
        }
    }

    public bool HasMembers(AffinityGroupId group, ZoneId zone)
    {
        lock (_gate)
        {
            return _members.ContainsKey((group, zone));
        }
    }

    private void Count(ImmutableArray<GroupMembership> groups, ZoneId zone, int step)
    {
        lock (_gate)
        {
            foreach (var (group, _, _) in groups)
            {
                var count = _members.GetValueOrDefault((group, zone)) + step;
                if (count == 0)
                {
                    _members.Remove((group, zone));
                }
                else
                {
                    _members[(group, zone)] = count;
                }
            }
        }
    }
}
