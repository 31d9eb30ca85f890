using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Zones;

namespace Vim.Engine.Projection;

/// <summary>In which zones an affinity group has members, so that the router asks the right ones. Any thread.</summary>
internal sealed class GroupIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(AffinityGroupId Group, ZoneId Zone), int> _members = [];
    private readonly ConcurrentDictionary<ComputeId, (ImmutableArray<AffinityGroupId> Groups, ZoneId Zone)> _of = [];

    public void Join(ClaimGranted granted, ZoneId zone)
    {
        if (granted.Groups.IsEmpty)
        {
            return;
        }

        _of[granted.Compute] = (granted.Groups, zone);
        Count(granted.Groups, zone, 1);
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

    private void Count(ImmutableArray<AffinityGroupId> groups, ZoneId zone, int step)
    {
        lock (_gate)
        {
            foreach (var group in groups)
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
