using Vim.Domain.Epa;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// Gives the vCPUs of each guest core siblings of one host core. Under require all of them, on cores that are free as a
/// whole: a packing of guest cores into host cores, of which those with as many threads left are alike; the search is
/// complete, and begins with the tightest. Under prefer as many as the tightest choice for one after the other gives.
/// Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed class SiblingFit(SearchBudget budget)
{
    private int[] _left = [];
    private int[] _coresWith = [];
    private int[] _coreOf = [];
    private int[] _cpus = [];
    private int _places;
    private int _open;
    private int[][] _guestCores = [];
    private int _count;
    private NodeShape _node = null!;
    private HostState _host = null!;

    /// <summary>Host CPU by place, -1 where siblings were preferred and are not there; once solved.</summary>
    public ReadOnlySpan<int> Cpus => _cpus.AsSpan(0, _places);

    /// <summary>Finds siblings for a guest node on a host node.</summary>
    /// <param name="host">The host.</param>
    /// <param name="demand">The request.</param>
    /// <param name="guest">The guest node; it has guest cores of several threads.</param>
    /// <param name="node">The host node.</param>
    /// <param name="most">How many guest cores are looked at, the largest first.</param>
    /// <returns>Under require, whether they fit; else true.</returns>
    public bool Solve(HostState host, Demand demand, int guest, int node, int most = int.MaxValue)
    {
        var isRequired = demand.ThreadPolicy == CpuThreadPolicy.Require;
        _host = host;
        _node = host.Shape.Nodes[node];
        _guestCores = demand.GuestCores[guest];
        _count = Math.Min(most, _guestCores.Length);
        _places = demand.Cpus[guest];
        Grow();
        Array.Fill(_cpus, -1);
        CountLeft(isRequired);
        if (isRequired ? !Pack(0) : !TakeWhatIsThere())
        {
            return false;
        }

        SetCpus();
        return true;
    }

    private void Grow()
    {
        if (_left.Length < _node.CoreCount)
        {
            _left = new int[_node.CoreCount];
        }

        if (_coresWith.Length <= _host.Shape.MostThreads)
        {
            _coresWith = new int[_host.Shape.MostThreads + 1];
        }

        if (_coreOf.Length < _guestCores.Length)
        {
            _coreOf = new int[_guestCores.Length];
        }

        if (_cpus.Length < _places)
        {
            _cpus = new int[_places];
        }
    }

    /// <summary>Threads that may be used, by core of the node.</summary>
    private void CountLeft(bool isRequired)
    {
        Array.Clear(_coresWith);
        _open = 0;
        for (var core = 0; core < _node.CoreCount; core++)
        {
            var index = _node.FirstCore + core;
            var isOpen = !isRequired || (_host.IsWhole(index) && _host.Shape.Cores[index].ThreadCount > 1);
            _left[core] = isOpen ? _host.CoreFree[index] : 0;
            _coresWith[_left[core]]++;
            _open += _left[core];
        }
    }

    private bool Pack(int item)
    {
        if (item == _count)
        {
            return true;
        }

        var size = _guestCores[item].Length;
        var most = HasRoom(item, size) ? _coresWith.Length : 0;
        for (var threads = size; threads < most && !budget.IsEnded; threads++)
        {
            if (_coresWith[threads] == 0)
            {
                continue;
            }

            var core = Array.IndexOf(_left, threads, 0, _node.CoreCount);
            Take(item, core, size);
            if (Pack(item + 1))
            {
                return true;
            }

            Take(item, core, -size);
        }

        budget.Spend();
        return false;
    }

    /// <summary>
    /// Whether the threads that are left are enough in sum, and for all guest cores of this size: how they are dealt is
    /// no matter to either number.
    /// </summary>
    private bool HasRoom(int item, int size)
    {
        var (threads, alike) = (0, 0);
        for (var rest = item; rest < _count; rest++)
        {
            threads += _guestCores[rest].Length;
            alike += _guestCores[rest].Length == size ? 1 : 0;
        }

        for (var left = size; left < _coresWith.Length; left++)
        {
            alike -= _coresWith[left] * (left / size);
        }

        return threads <= _open && alike <= 0;
    }

    /// <summary>A single vCPU needs no sibling: those are left to the picker.</summary>
    private bool TakeWhatIsThere()
    {
        for (var item = 0; item < _count; item++)
        {
            var size = _guestCores[item].Length;
            _coreOf[item] = -1;
            for (var threads = size; threads < _coresWith.Length && size > 1 && _coreOf[item] < 0; threads++)
            {
                if (_coresWith[threads] > 0)
                {
                    Take(item, Array.IndexOf(_left, threads, 0, _node.CoreCount), size);
                }
            }
        }

        return true;
    }

    private void Take(int item, int core, int size)
    {
        _coresWith[_left[core]]--;
        _left[core] -= size;
        _coresWith[_left[core]]++;
        _open -= size;
        _coreOf[item] = core;
    }

    /// <summary>The free threads of each core, in order, to the guest cores that have it.</summary>
    private void SetCpus()
    {
        for (var core = 0; core < _node.CoreCount; core++)
        {
            var shape = _host.Shape.Cores[_node.FirstCore + core];
            var thread = shape.FirstThread;
            for (var item = 0; item < _count; item++)
            {
                foreach (var place in _coreOf[item] == core ? _guestCores[item] : [])
                {
                    while (!IsFree(_host.Shape.Threads[thread]))
                    {
                        thread++;
                    }

                    _cpus[place] = _host.Shape.Threads[thread++];
                }
            }
        }
    }

    private bool IsFree(int cpu) => (_host.FreeCpus[cpu >> 6] >> (cpu & 63) & 1) != 0;
}
