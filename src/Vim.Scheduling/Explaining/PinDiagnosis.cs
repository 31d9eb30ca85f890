using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Pinning rules and guest cores against one host: each rule alone, then those of each guest node on one host node that
/// has enough CPUs. Which CPU is not free is told, not whose it is.
/// </summary>
internal sealed class PinDiagnosis
{
    private readonly Demand _demand;
    private readonly HostFit _fit;
    private readonly Findings _found;
    private readonly (CpuSet Cpus, Wish Wish)[] _rules;
    private readonly (int Guest, Wish Wish)[] _guests;
    private readonly (int Guest, Wish Wish)[] _guestCores;

    public PinDiagnosis(Demand demand, ComputeRequirements wanted, HostFit fit, Findings found)
    {
        _demand = demand;
        _fit = fit;
        _found = found;
        _rules = [.. wanted.CpuPinningRules.Select(rule => (
            rule.HostCpus,
            found.Of(Dimension.CpuPinning, $"vCPU {rule.VirtualCpu} on CPU {rule.HostCpus}", 1, "CPUs")))];
        _guests = [.. Enumerable.Range(0, demand.NodeCount)
            .Where(guest => demand.Rules[guest].Length > 0)
            .Select(guest => (
                guest,
                found.Of(
                    Dimension.CpuPinning,
                    $"guest NUMA node {demand.GuestNodeIds[guest]}",
                    demand.Rules[guest].Count(rule => !rule.IsEmpty),
                    "rules, in order")))];
        _guestCores = [.. Enumerable.Range(0, demand.NodeCount)
            .Where(demand.RequiresSiblings)
            .Select(guest => (
                guest,
                found.Of(
                    Dimension.Siblings,
                    $"guest NUMA node {demand.GuestNodeIds[guest]}",
                    demand.GuestCores[guest].Length,
                    "guest cores, largest first")))];
    }

    public void Find(HostState host)
    {
        var before = _found.Count;
        foreach (var (cpus, wish) in _rules)
        {
            wish.Check(_found, CountFree(host, cpus));
        }

        foreach (var (guest, wish) in _guests)
        {
            if (_found.Count == before && Most(host, guest, _fit.Pins.Solve) is { } most)
            {
                wish.Check(_found, most);
            }
        }

        foreach (var (guest, wish) in _guestCores)
        {
            if (Most(host, guest, _fit.Siblings.Solve) is { } most)
            {
                wish.Check(_found, most);
            }
        }
    }

    private static int CountFree(HostState host, CpuSet cpus)
    {
        var free = 0;
        for (var word = 0; word < Math.Min(cpus.Words.Length, host.FreeCpus.Length); word++)
        {
            free += BitOperations.PopCount(cpus.Words[word] & host.FreeCpus[word]);
        }

        return free;
    }

    private delegate bool Solver(HostState host, Demand demand, int guest, int node, int most);

    /// <summary>
    /// The most that a host node with enough CPUs can do; null where none has enough, or one can do all.
    /// </summary>
    private long? Most(HostState host, int guest, Solver solve)
    {
        long? most = null;
        for (var node = 0; node < host.Nodes.Length; node++)
        {
            if (!_demand.FitsCpus(host.Nodes[node], _demand.Cpus[guest]))
            {
                continue;
            }

            _fit.Budget.StartHost();
            if (solve(host, _demand, guest, node, int.MaxValue))
            {
                return null;
            }

            var count = 0;
            _fit.Budget.StartHost();
            while (solve(host, _demand, guest, node, count + 1))
            {
                count++;
            }

            most = Math.Max(most ?? 0, count);
        }

        return most;
    }
}
