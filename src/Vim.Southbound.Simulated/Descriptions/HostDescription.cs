using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Southbound.Simulated.Faults;

namespace Vim.Southbound.Simulated.Descriptions;

/// <summary>
/// A kind of server, read from a host description: the pattern that any number of simulated hosts are made from.
/// </summary>
public sealed class HostDescription
{
    private readonly HostInventory _pattern;

    internal HostDescription(string name, HostInventory pattern, HostTiming timing, FaultRates faults)
    {
        Name = name;
        _pattern = pattern;
        Timing = timing;
        Faults = faults;
    }

    /// <summary>The file's name without directory and extension.</summary>
    public string Name { get; }

    /// <summary>Maker and model.</summary>
    public string Model => _pattern.Model;

    /// <summary>How long its operations take.</summary>
    public HostTiming Timing { get; }

    /// <summary>How often things go wrong when faults are switched on.</summary>
    public FaultRates Faults { get; }

    /// <summary>The inventory of one host of this kind. Hosts of one kind share the parts that are equal.</summary>
    public HostInventory ToInventory(HostIdentity identity) => _pattern with
    {
        Id = identity.Id,
        Zone = identity.Zone,
        Rack = identity.Rack,
        FaultDomain = identity.FaultDomain,
        BootId = identity.BootId,
    };
}

/// <summary>What makes a host one of many of its kind.</summary>
/// <param name="Id">The host.</param>
/// <param name="Zone">Resource zone it belongs to.</param>
/// <param name="Rack">Its rack; empty where unknown.</param>
/// <param name="BootId">Its Linux boot_id at the first start; each reboot of the simulated host makes another.</param>
public sealed record HostIdentity(HostId Id, ZoneId Zone, string Rack, string BootId)
{
    /// <summary>What fails as one with it: a power feed, a room; empty where unknown.</summary>
    public string FaultDomain { get; init; } = "";
}
