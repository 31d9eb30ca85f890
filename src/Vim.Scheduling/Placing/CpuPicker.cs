using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Chooses the host CPUs of one guest NUMA node on a host node that has enough (<see cref="Demand.FitsCpus"/>), so
/// that as many whole cores stay free as can be:
/// prefer - as few whole cores as possible are broken up, the rest comes from cores already in part used;
/// isolate - one core each, cores with the fewest threads first, their other threads claimed idle;
/// require - whole cores with siblings, filled one after the other; threads that the last one has too many (an odd
/// vCPU count) are claimed idle, so that no other guest ever runs on the core.
/// </summary>
internal sealed class CpuPicker
{
    private readonly List<int> _cores = [];

    /// <summary>Chosen CPUs in order of use: vCPUs first, isolated emulator threads last.</summary>
    public List<int> Cpus { get; } = [];

    /// <summary>Siblings that nobody may use.</summary>
    public List<int> Idle { get; } = [];

    /// <summary>Chooses <paramref name="count"/> CPUs of a node; adds siblings to <see cref="Idle"/>.</summary>
    public void Pick(HostState host, int node, int count, CpuThreadPolicy policy)
    {
        Cpus.Clear();
        switch (policy)
        {
            case CpuThreadPolicy.Isolate:
                PickWhole(host, node, count, leastThreads: 1, perCore: 1);
                break;
            case CpuThreadPolicy.Require:
                PickWhole(host, node, count, leastThreads: 2, perCore: int.MaxValue);
                break;
            default:
                PickAny(host, node, count);
                break;
        }
    }

    private void PickWhole(HostState host, int node, int count, int leastThreads, int perCore)
    {
        CollectCores(host, node, whole: true);
        _cores.RemoveAll(core => host.Shape.Cores[core].ThreadCount < leastThreads);
        if (perCore == 1)
        {
            SortByKey(core => host.Shape.Cores[core].ThreadCount);
        }

        foreach (var core in _cores)
        {
            if (Cpus.Count == count)
            {
                return;
            }

            var shape = host.Shape.Cores[core];
            var used = Math.Min(Math.Min(perCore, shape.ThreadCount), count - Cpus.Count);
            for (var thread = 0; thread < shape.ThreadCount; thread++)
            {
                (thread < used ? Cpus : Idle).Add(host.Shape.Threads[shape.FirstThread + thread]);
            }
        }
    }

    private void PickAny(HostState host, int node, int count)
    {
        CollectCores(host, node, whole: false);
        SortByKey(core => host.CoreFree[core]);
        var fragments = 0;
        foreach (var core in _cores)
        {
            fragments += host.CoreFree[core];
        }

        // As many whole cores as the fragments cannot spare; then only so many fragments as those leave open.
        var fromWhole = count - Math.Min(fragments, count);
        var partial = _cores.ToArray();
        CollectCores(host, node, whole: true);
        var threads = 0;
        foreach (var core in _cores)
        {
            if (threads >= fromWhole)
            {
                break;
            }

            threads += host.CoreFree[core];
            AddFree(host, core, count);
        }

        foreach (var core in partial)
        {
            AddFree(host, core, count);
        }
    }

    private void AddFree(HostState host, int core, int count)
    {
        var shape = host.Shape.Cores[core];
        for (var thread = shape.FirstThread; thread < shape.FirstThread + shape.ThreadCount; thread++)
        {
            var cpu = host.Shape.Threads[thread];
            if (Cpus.Count < count && (host.FreeCpus[cpu >> 6] >> (cpu & 63) & 1) != 0)
            {
                Cpus.Add(cpu);
            }
        }
    }

    private void CollectCores(HostState host, int node, bool whole)
    {
        _cores.Clear();
        var shape = host.Shape.Nodes[node];
        for (var core = shape.FirstCore; core < shape.FirstCore + shape.CoreCount; core++)
        {
            if (host.CoreFree[core] > 0 && host.IsWhole(core) == whole)
            {
                _cores.Add(core);
            }
        }
    }

    /// <summary>Stable: cores with equal keys keep their order.</summary>
    private void SortByKey(Func<int, int> key)
    {
        for (var index = 1; index < _cores.Count; index++)
        {
            var core = _cores[index];
            var at = index;
            while (at > 0 && key(_cores[at - 1]) > key(core))
            {
                _cores[at] = _cores[at - 1];
                at--;
            }

            _cores[at] = core;
        }
    }
}
