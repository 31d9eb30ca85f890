using System.Collections.Concurrent;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;

namespace Vim.Southbound.Simulated;

/// <summary>
/// Many simulated hosts with one clock, one fault plan and one store of guests. With a <see cref="FileGuestStore"/> a
/// new process finds the guests of the one before, as an agent finds those of its hypervisor. Safe for several threads.
/// </summary>
/// <param name="time">The clock of latencies and unasked faults.</param>
/// <param name="store">Where the guests are kept; not disposed by the fleet.</param>
/// <param name="faults">What goes wrong.</param>
public sealed class SimulatedHostFleet(TimeProvider time, IGuestStore store, IFaultPlan faults) : IDisposable
{
    private readonly ConcurrentDictionary<HostId, SimulatedHost> _hosts = new();
    private readonly ConcurrentDictionary<HostId, UnaskedFaults> _unasked = new();

    /// <summary>All hosts, by id.</summary>
    public IReadOnlyList<SimulatedHost> Hosts =>
        [.. _hosts.Values.OrderBy(host => host.Id.Value, StringComparer.Ordinal)];

    /// <summary>A host of the fleet.</summary>
    /// <exception cref="KeyNotFoundException">The fleet has no such host.</exception>
    public SimulatedHost this[HostId id] => _hosts[id];

    /// <summary>Adds a host that is up, with the guests that the store has for it.</summary>
    /// <exception cref="ArgumentException">The fleet has a host of this id.</exception>
    /// <exception cref="HostDriverException">The store's guests do not fit the description.</exception>
    public SimulatedHost Add(HostDescription description, HostIdentity identity)
    {
        var host = new SimulatedHost(description.ToInventory(identity), description.Timing, faults, time, store)
        {
            FindPeer = id => _hosts.GetValueOrDefault(id),
        };
        if (!_hosts.TryAdd(identity.Id, host))
        {
            host.Dispose();
            throw new ArgumentException($"the fleet has a host {identity.Id} already", nameof(identity));
        }

        _unasked[identity.Id] = new(host, faults, time);
        return host;
    }

    /// <summary>Stops unasked faults and every operation in progress.</summary>
    public void Dispose()
    {
        foreach (var unasked in _unasked.Values)
        {
            unasked.Dispose();
        }

        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }
}
