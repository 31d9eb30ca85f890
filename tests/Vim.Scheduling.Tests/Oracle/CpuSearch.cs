using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Topology;

namespace Vim.Scheduling.Tests.Oracle;

/// <summary>Which host nodes have CPUs for a guest node, by trying every subset of those that are free.</summary>
internal sealed class CpuSearch(HostInventory host, IReadOnlySet<int> free, ComputeRequirements wanted)
{
    private readonly Dictionary<(int Guest, int Node), bool> _fit = [];

    public bool Fits(GuestNumaNode guest, NumaNode node)
    {
        if (!_fit.TryGetValue((guest.Id, node.Id), out var fits))
        {
            fits = AnyFit(guest, node);
            _fit.Add((guest.Id, node.Id), fits);
        }

        return fits;
    }

    /// <summary>
    /// The most guest cores of a guest node, the largest first and isolated emulator threads last, that a host node
    /// with as many CPUs on whole cores takes.
    /// </summary>
    public int MostCores(GuestNumaNode guest)
    {
        int[] sizes = [.. GuestCores(guest).OrderDescending()];
        sizes = guest.Id == 0 && wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate ? [.. sizes, 1] : sizes;
        var nodes = host.NumaNodes
            .Select(node => node.Cpus.GroupBy(Core)
                .Where(core => core.Count() > 1 && core.All(free.Contains))
                .Select(core => core.Count())
                .ToArray())
            .Where(cores => cores.Sum() >= sizes.Sum())
            .ToList();
        return Enumerable.Range(0, sizes.Length + 1)
            .Last(count => nodes.Exists(cores => GivesCores(sizes[..count], cores)));
    }

    private bool AnyFit(GuestNumaNode guest, NumaNode node)
    {
        var need = guest.VirtualCpus.Intersect(wanted.PinnedVirtualCpus).Count
            + (guest.Id == 0 && wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate ? 1 : 0);
        if (need == 0)
        {
            return true;
        }

        int[] open = [.. node.Cpus.Where(free.Contains)];
        for (var subset = 1; subset < 1 << open.Length; subset++)
        {
            if (BitOperations.PopCount((uint)subset) != need)
            {
                continue;
            }

            int[] chosen = [.. open.Where((_, index) => (subset >> index & 1) != 0)];
            if (IsAllowed(chosen, node) && KeepsRules(guest, chosen) && KeepsCores(guest, chosen))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether some way to give these CPUs to the guest's vCPUs keeps every pinning rule.</summary>
    private bool KeepsRules(GuestNumaNode guest, int[] chosen)
    {
        var rules = wanted.CpuPinningRules.Where(rule => guest.VirtualCpus.Contains(rule.VirtualCpu)).ToArray();
        bool Keeps(int rule, List<int> left) => rule == rules.Length
            || left.Exists(cpu => rules[rule].HostCpus.Contains(cpu)
                && Keeps(rule + 1, [.. left.Where(other => other != cpu)]));
        return Keeps(0, [.. chosen]);
    }

    private bool IsAllowed(int[] chosen, NumaNode node)
    {
        if (wanted.ThreadPolicy == CpuThreadPolicy.Prefer)
        {
            return true;
        }

        var cores = chosen.Select(Core).Distinct().ToList();
        var threads = cores
            .Select(core => node.Cpus.Where(cpu => Core(cpu) == core).ToArray())
            .ToList();
        var whole = threads.All(core => core.All(free.Contains));
        return wanted.ThreadPolicy == CpuThreadPolicy.Isolate
            ? whole && cores.Count == chosen.Length
            : whole
                && threads.All(core => core.Length > 1)
                && (GuestThreads > 1 || threads.Count(core => core.Any(cpu => !chosen.Contains(cpu))) <= 1);
    }

    private int GuestThreads => wanted.GuestCpuTopology?.Threads ?? 1;

    /// <summary>Whether the CPUs can be given so that the vCPUs of each guest core have siblings.</summary>
    private bool KeepsCores(GuestNumaNode guest, int[] chosen) =>
        wanted.ThreadPolicy != CpuThreadPolicy.Require
        || GuestThreads == 1
        || GivesCores(GuestCores(guest), chosen.GroupBy(Core).Select(core => core.Count()).ToArray());

    private int[] GuestCores(GuestNumaNode guest) =>
    [
        .. guest.VirtualCpus.Intersect(wanted.PinnedVirtualCpus)
            .GroupBy(cpu => cpu / GuestThreads)
            .Select(core => core.Count()),
    ];

    /// <summary>Every guest core on every host core in turn.</summary>
    private static bool GivesCores(int[] guestCores, int[] left)
    {
        if (guestCores.Length == 0)
        {
            return true;
        }

        for (var core = 0; core < left.Length; core++)
        {
            if (left[core] >= guestCores[0])
            {
                int[] rest = [.. left];
                rest[core] -= guestCores[0];
                if (GivesCores(guestCores[1..], rest))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private (int Socket, int Die, int Core) Core(int cpu)
    {
        var thread = host.Cpus.First(candidate => candidate.Id == cpu);
        return (thread.SocketId, thread.DieId, thread.CoreId);
    }
}
