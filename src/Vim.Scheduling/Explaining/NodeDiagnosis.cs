using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// CPUs and memory of one host against a request: the largest guest node on the best host node, and sums.
/// </summary>
internal sealed class NodeDiagnosis
{
    private const string OneNode = "on one NUMA node";
    private readonly Demand _demand;
    private readonly HostFit _fit;
    private readonly Findings _found;
    private readonly MemoryDiagnosis _memory;
    private readonly PinDiagnosis _pins;
    private readonly Wish _cpus;
    private readonly Wish _allCpus;
    private readonly Wish _cores;
    private readonly Wish _allCores;
    private readonly Wish _siblings;
    private readonly Wish _emulator;
    private readonly Wish _floating;
    private readonly Wish _allFloating;
    private readonly Wish _numa;
    private readonly (Column OneNode, Column All) _whole;

    public NodeDiagnosis(Demand demand, ComputeRequirements wanted, HostFit fit, Findings found)
    {
        _demand = demand;
        _fit = fit;
        _found = found;
        _memory = new(demand, found);
        _pins = new(demand, wanted, fit, found);
        long most = demand.Cpus.Append(0).Max();
        long sum = demand.NodeCount > 1 ? demand.Cpus.Sum() : 0;
        var isolates = demand.ThreadPolicy == CpuThreadPolicy.Isolate;
        var requires = demand.ThreadPolicy == CpuThreadPolicy.Require && most > 0;
        var (wholeMost, wholeSum) = isolates || requires ? (most, sum) : (0, 0);
        var unit = isolates ? "cores" : "CPUs";
        _cpus = found.Of(Dimension.DedicatedCpus, OneNode, most, "CPUs");
        _allCpus = found.Of(Dimension.DedicatedCpus, "", sum, "CPUs");
        _cores = found.Of(Dimension.WholeCores, OneNode, wholeMost, unit);
        _allCores = found.Of(Dimension.WholeCores, "", wholeSum, unit);
        _siblings = found.Of(Dimension.Siblings, "", requires ? 1 : 0, "hosts");
        _emulator = found.Of(Dimension.SharedCpus, "for emulator threads", demand.SharesEmulator ? 1 : 0, "CPUs");
        _floating = found.Of(Dimension.SharedCpus, OneNode, demand.Floating.Append(0).Max(), "vCPUs");
        _allFloating = found.Of(Dimension.SharedCpus, "", demand.TotalFloating, "vCPUs");
        _numa = found.Of(Dimension.NumaFit, "", demand.NodeCount, "NUMA nodes");
        _whole = isolates
            ? (Column.NodeWholeCores, Column.WholeCores)
            : (Column.NodeWholeThreads, Column.WholeThreads);
    }

    public void Find(HostState host)
    {
        var before = _found.Count;
        var row = host.Row;
        _cpus.Check(_found, HostRow.At(row, Column.NodeCpus));
        _allCpus.Check(_found, HostRow.At(row, Column.FreeCpus));
        _siblings.Check(_found, host.Shape.HasSiblings ? 1 : 0);
        _cores.Check(_found, HostRow.At(row, _whole.OneNode));
        _allCores.Check(_found, HostRow.At(row, _whole.All));
        _pins.Find(host);
        _emulator.Check(_found, host.Shape.SharedCpus.IsEmpty ? 0 : 1);
        FindFloating(host);
        _memory.Find(host);
        if (_demand.NodeCount > 0 && _found.Count == before && !_fit.FitNodes(host, _demand))
        {
            // Enough of each for the largest guest node, but no host node for each guest node at once.
            _found.Add(_numa.Statement, _fit.MostNodes(host, _demand));
        }
    }

    private void FindFloating(HostState host)
    {
        if (_floating.Wanted > 0)
        {
            var most = 0;
            for (var node = 0; node < host.Nodes.Length; node++)
            {
                most = Math.Max(most, host.FloatingRoom(node));
            }

            _floating.Check(_found, most);
        }

        _allFloating.Check(_found, host.FreeShared);
    }
}
