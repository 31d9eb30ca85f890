using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Engine.Projection;

/// <summary>
/// A rough summary of what is free in a zone, by which the router chooses the zone to ask first. Only a hint: the
/// zone's scheduler decides, and the next zone is asked when it refuses. Written by the zone's projection, read by any
/// thread.
/// </summary>
internal sealed class ZoneLoad
{
    private readonly Dictionary<HostId, Capacity> _hosts = [];
    private long _freeCpus;
    private long _freeMemory;

    /// <summary>Free CPUs of enabled hosts, dedicated and shared together.</summary>
    public long FreeCpus => Volatile.Read(ref _freeCpus);

    /// <summary>Free memory of enabled hosts, bytes.</summary>
    public long FreeMemory => Volatile.Read(ref _freeMemory);

    public void Put(HostInventory inventory)
    {
        var known = _hosts.GetValueOrDefault(inventory.Id);
        var memory = 0L;
        foreach (var node in inventory.NumaNodes)
        {
            memory += node.Memory.Bytes - node.ReservedMemory.Bytes;
        }

        var cpus = inventory.Cpus.Length - inventory.ReservedCpus.Count;
        Change(inventory.Id, known with { Cpus = cpus, Memory = memory });
    }

    public void SetAvailability(HostId host, HostAvailability availability) =>
        Change(host, _hosts.GetValueOrDefault(host) with { IsClosed = availability != HostAvailability.Enabled });

    public void Drop(HostId host)
    {
        Change(host, default);
        _hosts.Remove(host);
    }

    /// <summary>Books a placement, or takes it back.</summary>
    /// <param name="placement">The placement.</param>
    /// <param name="sign">1 or -1.</param>
    public void Claim(HostPlacement placement, int sign)
    {
        var known = _hosts.GetValueOrDefault(placement.Host);
        var memory = placement.FloatingMemory.Bytes;
        foreach (var node in placement.Nodes)
        {
            memory += node.PageSize.Bytes * node.PageCount;
        }

        var cpus = placement.Pins.Length + placement.FloatingVirtualCpuCount;
        Change(placement.Host, known with
        {
            ClaimedCpus = known.ClaimedCpus + (sign * cpus),
            ClaimedMemory = known.ClaimedMemory + (sign * memory),
        });
    }

    /// <summary>How well a request fits by this summary: 0 not at all, else more is better.</summary>
    public double Score(ComputeRequirements requirements)
    {
        var cpus = FreeCpus;
        var memory = FreeMemory;
        return cpus < requirements.VirtualCpuCount || memory < requirements.Memory.Bytes
            ? 0
            : Math.Min((double)cpus / requirements.VirtualCpuCount, (double)memory / requirements.Memory.Bytes);
    }

    private void Change(HostId host, Capacity after)
    {
        var before = _hosts.GetValueOrDefault(host);
        _hosts[host] = after;
        Volatile.Write(ref _freeCpus, _freeCpus + after.FreeCpus - before.FreeCpus);
        Volatile.Write(ref _freeMemory, _freeMemory + after.FreeMemory - before.FreeMemory);
    }

    private readonly record struct Capacity(long Cpus, long Memory, long ClaimedCpus, long ClaimedMemory, bool IsClosed)
    {
        public long FreeCpus => IsClosed ? 0 : Cpus - ClaimedCpus;

        public long FreeMemory => IsClosed ? 0 : Memory - ClaimedMemory;
    }
}
