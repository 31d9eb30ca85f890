using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Chooses the host CPUs of one guest NUMA node on a host node that has enough (<see cref="Demand.FitsCpus"/>), so
/// that as many whole cores stay free as can be:
/// prefer - as few whole cores as possible are broken up, the rest comes from cores already in part used, those with
/// the fewest free threads first;
/// isolate - one core each, cores with the fewest threads first, their other threads claimed idle;
/// require - whole cores with siblings, filled one after the other; threads that the last one has too many (an odd
/// vCPU count) are claimed idle, so that no other guest ever runs on the core.
/// Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed partial class CpuPicker
{
    private readonly ulong[] _idle = new ulong[(CpuSet.MaxId + 64) / 64];
    private int[] _cpus = new int[64];
    private int _count;
    private int _wanted;
    private HostState _host = null!;
    private NodeShape _node = null!;
    private ulong[] _free = [];
    private int[] _coreFree = [];

    /// <summary>CPUs chosen last, in order of use: vCPUs first, isolated emulator threads last.</summary>
    public ReadOnlySpan<int> Cpus => _cpus.AsSpan(0, _count);

    /// <summary>Siblings that nobody may use, of all nodes since <see cref="Start"/>.</summary>
    public CpuSet Idle => CpuSet.FromWords(_idle);

    /// <summary>Starts a placement.</summary>
    public void Start(HostState host)
    {
        _host = host;
        Array.Clear(_idle);
    }

    /// <summary>Chooses <paramref name="count"/> CPUs of a node; adds siblings to <see cref="Idle"/>.</summary>
    public void Pick(int node, int count, CpuThreadPolicy policy)
    {
        TakeUp(node, count);
        (_free, _coreFree) = (_host.FreeCpus, _host.CoreFree);
        TakeRest(policy);
    }

    private void TakeUp(int node, int count)
    {
        _node = _host.Shape.Nodes[node];
        _count = 0;
        _wanted = count;
        if (_cpus.Length < count)
        {
            _cpus = new int[count];
        }
    }

    private void TakeRest(CpuThreadPolicy policy)
    {
        switch (policy)
        {
            case CpuThreadPolicy.Isolate:
                for (var threads = 1; _count < _wanted; threads++)
                {
                    TakeWhole(least: threads, most: threads, perCore: 1);
                }

                break;
            case CpuThreadPolicy.Require:
                TakeWhole(least: 2, most: int.MaxValue, perCore: int.MaxValue);
                break;
            default:
                TakeAny();
                break;
        }
    }

    /// <summary>Takes free whole cores of so many threads.</summary>
    private void TakeWhole(int least, int most, int perCore)
    {
        for (var core = _node.FirstCore; _count < _wanted && core < _node.FirstCore + _node.CoreCount; core++)
        {
            var shape = _host.Shape.Cores[core];
            if (shape.ThreadCount < least || shape.ThreadCount > most || !IsFreeWhole(core))
            {
                continue;
            }

            var used = Math.Min(Math.Min(perCore, shape.ThreadCount), _wanted - _count);
            for (var thread = 0; thread < shape.ThreadCount; thread++)
            {
                var cpu = _host.Shape.Threads[shape.FirstThread + thread];
                if (thread < used)
                {
                    _cpus[_count++] = cpu;
                }
                else
                {
                    _idle[cpu >> 6] |= 1UL << (cpu & 63);
                }
            }
        }
    }

    /// <summary>
    /// As many whole cores as the fragments cannot spare; then only so many fragments as those leave open.
    /// </summary>
    private void TakeAny()
    {
        var fragments = 0;
        var largest = 0;
        for (var core = _node.FirstCore; core < _node.FirstCore + _node.CoreCount; core++)
        {
            var free = IsFreeWhole(core) ? 0 : _coreFree[core];
            fragments += free;
            largest = Math.Max(largest, free);
        }

        var fromWhole = _wanted - Math.Min(fragments, _wanted);
        for (var core = _node.FirstCore; _count < fromWhole; core++)
        {
            if (IsFreeWhole(core))
            {
                TakeFree(core);
            }
        }

        for (var free = 1; free <= largest && _count < _wanted; free++)
        {
            for (var core = _node.FirstCore; core < _node.FirstCore + _node.CoreCount; core++)
            {
                if (_coreFree[core] == free && !IsFreeWhole(core))
                {
                    TakeFree(core);
                }
            }
        }
    }

    private bool IsFreeWhole(int core) => _coreFree[core] == _host.Shape.Cores[core].ThreadCount;

    private void TakeFree(int core)
    {
        var shape = _host.Shape.Cores[core];
        for (var thread = shape.FirstThread; thread < shape.FirstThread + shape.ThreadCount; thread++)
        {
            var cpu = _host.Shape.Threads[thread];
            if (_count < _wanted && (_free[cpu >> 6] >> (cpu & 63) & 1) != 0)
            {
                _cpus[_count++] = cpu;
            }
        }
    }
}
