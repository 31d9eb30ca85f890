using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Zones;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Engine.Actors;

/// <summary>
/// What a zone's scheduler owns: the ledger of all capacity, which virtual links are used how often, and whose
/// retention ends when. Changes only by its events.
/// </summary>
internal sealed class ZoneState(ZoneId zone)
{
    private readonly Dictionary<VirtualLinkId, LinkUsage> _links = [];
    private readonly Dictionary<ComputeId, ImmutableArray<LinkUse>> _linksOf = [];

    public ZoneId Zone => zone;

    public ZoneLedger Ledger { get; } = new(zone);

    /// <summary>Scratch of placement; no part of what events tell.</summary>
    public Placer Placer { get; } = new();

    /// <summary>Ended computes, the oldest first.</summary>
    public Queue<ClaimReleased> Ended { get; } = [];

    /// <summary>Computes on the link.</summary>
    public int ComputesOn(VirtualLinkId link) => _links.TryGetValue(link, out var usage) ? usage.Count : 0;

    /// <summary>Whether the grant still stands, as far as this zone gave none back.</summary>
    public bool IsGrantGood(in LinkUse use) =>
        !_links.TryGetValue(use.Link, out var usage) || use.Grant > usage.ReturnedGrant;

    public void Apply(object @event)
    {
        switch (@event)
        {
            case ClaimGranted granted:
                Grant(granted);
                break;
            case ClaimReleased released:
                Release(released);
                break;
            case HostPut put:
                var known = Ledger.FindHost(put.Inventory.Id);
                Ledger.PutHost(put.Inventory, known?.Availability ?? HostAvailability.Enabled);
                break;
            case HostAvailabilitySet set:
                Ledger.SetAvailability(set.Host, set.Availability);
                break;
            case HostDropped dropped:
                Ledger.RemoveHost(dropped.Host);
                break;
            case LinkGrantReturned returned:
                UsageOf(returned.Link).ReturnedGrant = returned.Grant;
                break;
            case EndedForgotten forgotten:
                for (var count = forgotten.Count; count > 0; count--)
                {
                    Ended.Dequeue();
                }

                break;
            default:
                throw new ArgumentException($"a zone has no event {@event.GetType().Name}", nameof(@event));
        }
    }

    private void Grant(ClaimGranted granted)
    {
        Ledger.Apply(granted.Compute, granted.Placement, granted.Groups);
        if (granted.Links.IsEmpty)
        {
            return;
        }

        _linksOf[granted.Compute] = granted.Links;
        foreach (var use in granted.Links)
        {
            UsageOf(use.Link).Count++;
        }
    }

    private void Release(ClaimReleased released)
    {
        Ledger.Release(released.Compute);
        Ended.Enqueue(released);
        if (_linksOf.Remove(released.Compute, out var links))
        {
            foreach (var use in links)
            {
                UsageOf(use.Link).Count--;
            }
        }
    }

    private LinkUsage UsageOf(VirtualLinkId link)
    {
        if (!_links.TryGetValue(link, out var usage))
        {
            _links.Add(link, usage = new());
        }

        return usage;
    }

    private sealed class LinkUsage
    {
        public int Count { get; set; }

        public long ReturnedGrant { get; set; }
    }
}
