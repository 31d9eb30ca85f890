using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// Where the groups of a request let it go, from the ledger's public face alone: for the policies of publications, and
/// to check the placer's word by other code than its own. Every server of the traces has its rack.
/// </summary>
internal sealed class Neighbours
{
    private readonly List<Rule> _rules = [];

    public Neighbours(ZoneLedger ledger, PlacementRequest request)
    {
        foreach (var group in request.Groups)
        {
            Add(ledger, group.Type, group.Scope, ledger.MembersOf(group.Group));
        }

        foreach (var others in request.Resources.GroupBy(other => (other.Type, other.Scope)))
        {
            Add(ledger, others.Key.Type, others.Key.Scope, others.Select(other => other.Compute));
        }
    }

    public bool Allow(HostInventory server)
    {
        foreach (var (type, scope, hosts, racks) in _rules)
        {
            var together = scope == AffinityScope.Host ? hosts.Contains(server.Id) : racks.Contains(server.Rack);
            var only = scope == AffinityScope.Host ? hosts.Count == 1 : racks.Count == 1;
            if (type == AffinityType.Affinity ? !(together && only) : together)
            {
                return false;
            }
        }

        return true;
    }

    private void Add(ZoneLedger ledger, AffinityType type, AffinityScope scope, IEnumerable<ComputeId> others)
    {
        HashSet<HostId> hosts = [.. others.Select(other => ledger.FindClaim(other)!.Placement.Host)];
        if (hosts.Count > 0)
        {
            _rules.Add(new(type, scope, hosts, [.. hosts.Select(host => ledger.FindInventory(host)!.Rack)]));
        }
    }

    private readonly record struct Rule(
        AffinityType Type, AffinityScope Scope, HashSet<HostId> Hosts, HashSet<string> Racks);
}
