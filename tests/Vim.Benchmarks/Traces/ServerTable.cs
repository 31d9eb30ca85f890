using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// What is free of each NUMA node of servers with two, counted beside the ledger, for the policies of publications:
/// they score every server at each request.
/// </summary>
internal sealed class ServerTable
{
    private readonly Dictionary<HostId, int> _indexes = [];
    private readonly int[] _firstOfSecond;
    private readonly int[] _cpus;
    private readonly long[] _memory;
    private readonly int[] _cpuCapacity;
    private readonly long[] _memoryCapacity;

    public ServerTable(IReadOnlyList<HostInventory> servers)
    {
        Servers = servers;
        _firstOfSecond = [.. servers.Select(server => server.NumaNodes[0].Cpus.Count)];
        _cpuCapacity = [.. servers.SelectMany(server => server.NumaNodes).Select(node => node.Cpus.Count)];
        _memoryCapacity = [.. servers.SelectMany(server => server.NumaNodes).Select(node => node.Memory.Bytes)];
        _cpus = [.. _cpuCapacity];
        _memory = [.. _memoryCapacity];
        foreach (var server in servers)
        {
            _indexes.Add(server.Id, _indexes.Count);
        }
    }

    /// <summary>The servers, in their order.</summary>
    public IReadOnlyList<HostInventory> Servers { get; }

    public int IndexOf(HostId server) => _indexes[server];

    public int FreeCpus(int server, int node) => _cpus[(server * 2) + node];

    /// <summary>The share of a NUMA node that is free: of CPUs or memory, whichever is the scarcer.</summary>
    public double FreeShare(int server, int node)
    {
        var at = (server * 2) + node;
        return Math.Min((double)_cpus[at] / _cpuCapacity[at], (double)_memory[at] / _memoryCapacity[at]);
    }

    public bool Has(int server, int node, int cpus, MemorySize memory) =>
        _cpus[(server * 2) + node] >= cpus && _memory[(server * 2) + node] >= memory.Bytes;

    /// <summary>How many guests of so much fit a NUMA node.</summary>
    public long Count(int server, int node, int cpus, MemorySize memory) =>
        Math.Min(_cpus[(server * 2) + node] / cpus, _memory[(server * 2) + node] / memory.Bytes);

    /// <summary>Books a placement (<paramref name="sign"/> 1) or takes it back (-1).</summary>
    public void Book(HostPlacement placement, int sign)
    {
        var server = _indexes[placement.Host];
        foreach (var part in placement.Nodes)
        {
            _memory[(server * 2) + part.HostNode] -= sign * part.Memory.Bytes;
        }

        foreach (var pin in placement.Pins)
        {
            _cpus[(server * 2) + (pin.HostCpu < _firstOfSecond[server] ? 0 : 1)] -= sign;
        }
    }
}
