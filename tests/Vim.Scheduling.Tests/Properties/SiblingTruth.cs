using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Views;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>Under prefer, as many guest cores have siblings as the free CPUs of their host node let have.</summary>
internal static class SiblingTruth
{
    /// <summary>How many guest cores have siblings; to be called before the placement is booked.</summary>
    public static int Check(HostCapacity view, ComputeRequirements wanted, HostPlacement placement, string at)
    {
        var threads = wanted.GuestCpuTopology?.Threads ?? 1;
        if (threads == 1
            || wanted.CpuPolicy != CpuPolicy.Dedicated
            || wanted.ThreadPolicy != CpuThreadPolicy.Prefer
            || !wanted.CpuPinningRules.IsEmpty)
        {
            return 0;
        }

        var sum = 0;
        foreach (var node in placement.Nodes)
        {
            var guestCores = wanted.EffectiveNumaNodes.Single(guest => guest.Id == node.GuestNode).VirtualCpus
                .GroupBy(cpu => cpu / threads)
                .ToList();
            if (guestCores.Exists(core => core.Count() != threads))
            {
                // Cut through by the guest's NUMA nodes: what is the most is another question.
                continue;
            }

            var possible = view.Nodes.Single(free => free.Id == node.HostNode).FreeDedicatedCpus
                .GroupBy(cpu => CoreOf(view.Inventory, cpu))
                .Sum(core => core.Count() / threads);
            var got = guestCores.Count(core => core
                .Select(cpu => CoreOf(view.Inventory, placement.Pins.Single(pin => pin.VirtualCpu == cpu).HostCpu))
                .Distinct()
                .Count() == 1);
            Assert.True(
                got == Math.Min(guestCores.Count, possible),
                $"{at}: {got} guest cores of {possible} have siblings");
            sum += got;
        }

        return sum;
    }

    private static (int Socket, int Die, int Core) CoreOf(HostInventory host, int cpu)
    {
        var thread = host.Cpus.First(candidate => candidate.Id == cpu);
        return (thread.SocketId, thread.DieId, thread.CoreId);
    }
}
