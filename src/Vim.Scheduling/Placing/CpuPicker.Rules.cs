using Vim.Domain.Epa;
using Vim.Scheduling.Fitting;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Guest nodes some of whose vCPUs have CPUs already, by rule or beside their siblings: those are taken out of what is
/// free, and the others have of the rest what they would have of the whole.
/// </summary>
internal sealed partial class CpuPicker
{
    private ulong[] _restFree = [];
    private int[] _restCoreFree = [];
    private int[] _rest = new int[64];

    /// <summary>Chooses CPUs of a node beside those that are given.</summary>
    /// <param name="node">The node.</param>
    /// <param name="count">CPUs in all.</param>
    /// <param name="policy">The thread policy.</param>
    /// <param name="given">The CPU by place, or -1 (<see cref="PinFit.Cpus"/>, <see cref="SiblingFit.Cpus"/>).</param>
    public void Pick(int node, int count, CpuThreadPolicy policy, ReadOnlySpan<int> given)
    {
        TakeUp(node, count);
        CopyFree();
        foreach (var cpu in given)
        {
            Remove(cpu, policy);
            _wanted -= cpu >= 0 ? 1 : 0;
        }

        if (policy == CpuThreadPolicy.Require)
        {
            FillCores(given);
        }

        TakeRest(policy);
        Merge(given, count);
    }

    private void CopyFree()
    {
        if (_restFree.Length < _host.FreeCpus.Length)
        {
            _restFree = new ulong[_host.FreeCpus.Length];
        }

        if (_restCoreFree.Length < _host.CoreFree.Length)
        {
            _restCoreFree = new int[_host.CoreFree.Length];
        }

        _host.FreeCpus.CopyTo(_restFree, 0);
        _host.CoreFree.CopyTo(_restCoreFree, 0);
        (_free, _coreFree) = (_restFree, _restCoreFree);
    }

    /// <summary>Takes a CPU out of what is free; under isolate its siblings too, which stay idle.</summary>
    private void Remove(int cpu, CpuThreadPolicy policy)
    {
        if (cpu < 0)
        {
            return;
        }

        RemoveOne(cpu);
        if (policy == CpuThreadPolicy.Isolate)
        {
            foreach (var sibling in ThreadsOf(_host.Shape.CoreOfCpu[cpu]))
            {
                if (sibling != cpu)
                {
                    RemoveOne(sibling);
                    _idle[sibling >> 6] |= 1UL << (sibling & 63);
                }
            }
        }
    }

    private void RemoveOne(int cpu)
    {
        _free[cpu >> 6] &= ~(1UL << (cpu & 63));
        _coreFree[_host.Shape.CoreOfCpu[cpu]]--;
    }

    /// <summary>
    /// The cores of the CPUs given are the guest's: their other threads are used, those with the fewest to spare first,
    /// so that what is too many is left on one.
    /// </summary>
    private void FillCores(ReadOnlySpan<int> given)
    {
        for (var spare = 1; spare < _host.Shape.MostThreads; spare++)
        {
            foreach (var cpu in given)
            {
                if (cpu >= 0 && _coreFree[_host.Shape.CoreOfCpu[cpu]] == spare)
                {
                    FillCore(_host.Shape.CoreOfCpu[cpu]);
                }
            }
        }
    }

    private void FillCore(int core)
    {
        foreach (var cpu in ThreadsOf(core))
        {
            if ((_free[cpu >> 6] >> (cpu & 63) & 1) == 0)
            {
                continue;
            }

            RemoveOne(cpu);
            if (_count < _wanted)
            {
                _cpus[_count++] = cpu;
            }
            else
            {
                _idle[cpu >> 6] |= 1UL << (cpu & 63);
            }
        }
    }

    private ReadOnlySpan<int> ThreadsOf(int core) =>
        _host.Shape.Threads.AsSpan(_host.Shape.Cores[core].FirstThread, _host.Shape.Cores[core].ThreadCount);

    /// <summary>Puts the CPUs given where their vCPUs are, and the others in between in order.</summary>
    private void Merge(ReadOnlySpan<int> given, int count)
    {
        if (_rest.Length < count)
        {
            _rest = new int[count];
        }

        _cpus.AsSpan(0, _count).CopyTo(_rest);
        var next = 0;
        for (var place = 0; place < count; place++)
        {
            _cpus[place] = place < given.Length && given[place] >= 0 ? given[place] : _rest[next++];
        }

        _count = count;
    }
}
