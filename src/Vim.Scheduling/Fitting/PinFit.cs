using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// Gives the vCPUs of one guest node that have a rule host CPUs of one host node, so that those without have enough of
/// what is left (which <see cref="Demand.FitsCpus"/> counts). One CPU each, under isolate one core each: a matching, by
/// augmenting paths. Under require the cores in use must be filled but for one: a search over those matchings, which
/// looks at cores in use first. Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed class PinFit(SearchBudget budget)
{
    private readonly int[] _holder = new int[CpuSet.MaxId + 1];
    private readonly int[] _visited = new int[CpuSet.MaxId + 1];
    private readonly int[] _usedOfCore = new int[CpuSet.MaxId + 1];
    private readonly ulong[] _taken = new ulong[(CpuSet.MaxId + 64) / 64];
    private int[] _cpus = [];
    private int _visit;
    private int _threads;
    private int _ruled;
    private int _wanted;
    private int _node;
    private HostState _host = null!;
    private CpuSet[] _rules = [];
    private CpuThreadPolicy _policy;

    /// <summary>Host CPU of each pinned vCPU of the guest node, -1 for those without a rule; once solved.</summary>
    public ReadOnlySpan<int> Cpus => _cpus.AsSpan(0, _rules.Length);

    /// <summary>Finds CPUs for the rules of a guest node.</summary>
    /// <param name="host">The host.</param>
    /// <param name="demand">The request.</param>
    /// <param name="guest">The guest node; it has rules.</param>
    /// <param name="node">The host node.</param>
    /// <param name="most">How many of the rules are looked at, in the order of vCPUs.</param>
    public bool Solve(HostState host, Demand demand, int guest, int node, int most = int.MaxValue)
    {
        _host = host;
        _node = node;
        _rules = demand.Rules[guest];
        _wanted = demand.Cpus[guest];
        _policy = demand.ThreadPolicy;
        _ruled = CountRuled(most);
        if (_cpus.Length < _rules.Length)
        {
            _cpus = new int[_rules.Length];
        }

        return Match() && (_policy != CpuThreadPolicy.Require || SearchCores());
    }

    /// <summary>The place after the last rule that is looked at.</summary>
    private int CountRuled(int most)
    {
        for (var place = 0; place < _rules.Length; place++)
        {
            if (!_rules[place].IsEmpty && most-- == 0)
            {
                return place;
            }
        }

        return _rules.Length;
    }

    private bool Match()
    {
        Array.Fill(_cpus, -1);
        Array.Fill(_holder, -1);
        for (var place = 0; place < _ruled; place++)
        {
            _visit++;
            if (!_rules[place].IsEmpty && !Augment(place))
            {
                return false;
            }
        }

        return true;
    }

    private bool Augment(int place)
    {
        var words = _rules[place].Words;
        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word]; left != 0; left &= left - 1)
            {
                var cpu = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (!IsOpen(cpu))
                {
                    continue;
                }

                var slot = _policy == CpuThreadPolicy.Isolate ? _host.Shape.CoreOfCpu[cpu] : cpu;
                if (_visited[slot] == _visit)
                {
                    continue;
                }

                _visited[slot] = _visit;
                if (_holder[slot] < 0 || Augment(_holder[slot]))
                {
                    (_holder[slot], _cpus[place]) = (place, cpu);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a CPU is free, of the node, and on a core as the thread policy wants it.</summary>
    private bool IsOpen(int cpu)
    {
        var shape = _host.Shape;
        if (cpu >= shape.CoreOfCpu.Length
            || shape.CoreOfCpu[cpu] < 0
            || (_host.FreeCpus[cpu >> 6] >> (cpu & 63) & 1) == 0)
        {
            return false;
        }

        var core = shape.CoreOfCpu[cpu];
        return shape.Cores[core].Node == _node
            && (_policy == CpuThreadPolicy.Prefer || _host.IsWhole(core))
            && (_policy != CpuThreadPolicy.Require || shape.Cores[core].ThreadCount > 1);
    }

    /// <summary>The matching mostly does; where it does not, others are tried.</summary>
    private bool SearchCores()
    {
        Array.Clear(_usedOfCore);
        _threads = 0;
        for (var place = 0; place < _ruled; place++)
        {
            if (_cpus[place] >= 0)
            {
                Take(_cpus[place], 1);
            }
        }

        if (LeavesOneOpen())
        {
            return true;
        }

        Array.Clear(_usedOfCore);
        Array.Clear(_taken);
        _threads = 0;
        return Assign(0);
    }

    private bool Assign(int place)
    {
        while (place < _ruled && _rules[place].IsEmpty)
        {
            place++;
        }

        if (place >= _ruled)
        {
            return LeavesOneOpen();
        }

        if (AssignOn(place, isUsed: true) || AssignOn(place, isUsed: false))
        {
            return true;
        }

        budget.Spend();
        return false;
    }

    /// <summary>Tries the CPUs of cores that are in use, or of those that are not.</summary>
    private bool AssignOn(int place, bool isUsed)
    {
        var words = _rules[place].Words;
        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word] & ~_taken[word]; left != 0 && !budget.IsEnded; left &= left - 1)
            {
                var cpu = (word << 6) + BitOperations.TrailingZeroCount(left);
                var isOpen = IsOpen(cpu) && _usedOfCore[_host.Shape.CoreOfCpu[cpu]] > 0 == isUsed;
                if (!isOpen)
                {
                    continue;
                }

                Take(cpu, 1);
                _taken[word] ^= 1UL << (cpu & 63);
                _cpus[place] = cpu;
                if (_threads - _wanted < _host.Shape.MostThreads && Assign(place + 1))
                {
                    return true;
                }

                Take(cpu, -1);
                _taken[word] ^= 1UL << (cpu & 63);
            }
        }

        return false;
    }

    private void Take(int cpu, int sign)
    {
        var core = _host.Shape.CoreOfCpu[cpu];
        var before = _usedOfCore[core];
        _usedOfCore[core] += sign;
        _threads += before == 0 || _usedOfCore[core] == 0 ? sign * _host.Shape.Cores[core].ThreadCount : 0;
    }

    /// <summary>
    /// Whether the cores of the CPUs chosen have no more threads than the guest node wants, but for those that one of
    /// the cores can leave idle.
    /// </summary>
    private bool LeavesOneOpen()
    {
        var over = _threads - _wanted;
        for (var place = 0; place < _ruled && over > 0; place++)
        {
            if (_cpus[place] >= 0)
            {
                var core = _host.Shape.CoreOfCpu[_cpus[place]];
                over = _host.Shape.Cores[core].ThreadCount - _usedOfCore[core] >= over ? 0 : over;
            }
        }

        return over <= 0;
    }
}
