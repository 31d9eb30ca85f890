using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Tests.Oracle;
using Vim.Scheduling.Views;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>
/// Holds each statement of a refusal against the truth: the sums against the verdicts of the single hosts, and the
/// verdicts against what the views of the hosts and brute force say.
/// </summary>
internal static class RefusalTruth
{
    public static void Check(World world, Infeasible refusal, string at)
    {
        var verdicts = new Placer().Explain(world.Ledger, world.Request, world.Policy);
        Assert.True(refusal.HostCount == world.Hosts.Count && verdicts.Count == world.Hosts.Count, at);
        Assert.True(verdicts.All(verdict => !verdict.Shortfalls.IsEmpty), $"{at}: a host without a reason");
        var all = verdicts.SelectMany(verdict => verdict.Shortfalls).ToList();
        Assert.True(
            all.Select(item => (item.Dimension, item.Detail)).ToHashSet()
                .SetEquals(refusal.Shortfalls.Select(item => (item.Dimension, item.Detail))),
            $"{at}: {refusal}");
        foreach (var sum in refusal.Shortfalls)
        {
            var of = verdicts
                .Where(verdict => verdict.Shortfalls.Any(item => Same(item, sum)))
                .ToList();
            Assert.True(sum.HostsFailed == of.Count, $"{at}: {sum}");
            Assert.True(
                sum.HostsFailedFirst == of.Count(verdict => Same(verdict.Shortfalls[0], sum)), $"{at}: {sum}");
            Assert.True(sum.HostsFailedOnly == of.Count(verdict => verdict.Shortfalls.Length == 1), $"{at}: {sum}");
            Assert.True(
                sum.Available == all.Where(item => Same(item, sum)).Max(item => item.Available),
                $"{at}: {sum}");
            Assert.True(sum.Wanted > sum.Available && sum.Available >= 0, $"{at}: {sum}");
        }

        foreach (var verdict in verdicts)
        {
            foreach (var shortfall in verdict.Shortfalls)
            {
                Check(world, verdict, shortfall, $"{at}, host {verdict.Host}: {shortfall}");
            }
        }
    }

    private static bool Same(DimensionShortfall left, DimensionShortfall right) =>
        left.Dimension == right.Dimension && left.Detail == right.Detail;

    private static void Check(World world, HostVerdict verdict, DimensionShortfall said, string at)
    {
        var host = world.Hosts[verdict.Host];
        var view = world.Ledger.FindHost(verdict.Host)!;
        var wanted = world.Request.Requirements;
        var oneNode = said.Detail.EndsWith("on one NUMA node", StringComparison.Ordinal);
        switch (said.Dimension)
        {
            case Dimension.HostState:
                Assert.True(view.Availability != HostAvailability.Enabled, at);
                break;
            case Dimension.Location:
                Assert.True(
                    world.Request.NotHosts.Contains(host.Id)
                    || (!world.Request.OnlyHosts.IsEmpty && !world.Request.OnlyHosts.Contains(host.Id)),
                    at);
                break;
            case Dimension.Architecture:
                Assert.True(wanted.Architecture != host.Architecture, at);
                break;
            case Dimension.Traits:
                var trait = said.Detail.Split(' ')[0];
                Assert.True(
                    host.Traits.Contains(trait) == said.Detail.EndsWith("forbidden", StringComparison.Ordinal),
                    at);
                break;
            case Dimension.Aggregates:
                var aggregate = said.Detail.Split(' ')[0];
                var isForbidden = said.Detail.EndsWith("forbidden", StringComparison.Ordinal);
                Assert.True(world.Aggregates[host.Id].Contains(aggregate) == isForbidden, at);
                break;
            case Dimension.PolicyFilter:
                var filter = world.Policy.Filters.First(item => item.ToString() == said.Detail);
                Assert.False(FilterOracle.Allows(filter, view, world.Request), at);
                break;
            case Dimension.Affinity or Dimension.AntiAffinity
                when said.Detail.Contains(", Socket", StringComparison.Ordinal):
                SocketTruth.Check(world, host.Id, said, at);
                break;
            case Dimension.Affinity or Dimension.AntiAffinity:
                Assert.Contains(
                    Audit.ClaimAudit.CheckAffinity(
                        world.Ledger, World.WithoutSockets(world.Request), new() { Host = host.Id }),
                    found => found.Dimension == said.Dimension);
                break;
            case Dimension.DedicatedCpus:
                Equal(said, CpusOf(wanted), view.Nodes.Select(node => (long)node.FreeDedicatedCpus.Count), oneNode, at);
                break;
            case Dimension.WholeCores:
                Equal(said, CpusOf(wanted), view.Nodes.Select(node => WholeCores(host, node, wanted)), oneNode, at);
                break;
            case Dimension.Siblings when said.Unit == "guest cores, largest first":
                var node = int.Parse(said.Detail.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(said.Available == world.OracleOf(host.Id).MostCores(wanted, node), at);
                break;
            case Dimension.Siblings:
                Assert.True(
                    host.Cpus.GroupBy(cpu => (cpu.SocketId, cpu.DieId, cpu.CoreId)).All(core => core.Count() == 1),
                    at);
                break;
            case Dimension.CpuPinning when said.Unit == "CPUs":
                var rule = wanted.CpuPinningRules.Single(item =>
                    $"vCPU {item.VirtualCpu} on CPU {item.HostCpus}" == said.Detail);
                Assert.True(view.Nodes.All(node => !node.FreeDedicatedCpus.Overlaps(rule.HostCpus)), at);
                break;
            case Dimension.CpuPinning:
                var guest = int.Parse(said.Detail.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
                var guestCpus = wanted.EffectiveNumaNodes.Single(node => node.Id == guest).VirtualCpus;
                Assert.True(
                    said.Wanted == wanted.CpuPinningRules.Count(item => guestCpus.Contains(item.VirtualCpu)),
                    at);
                Assert.True(said.Available == world.OracleOf(host.Id).MostRules(wanted, guest), at);
                break;
            case Dimension.LocalStorage:
                Assert.True(said.Available == Math.Max(0, view.FreeLocalStorage.Bytes) >> 20, at);
                Assert.True(wanted.LocalStorage > view.FreeLocalStorage, at);
                break;
            case Dimension.HugePages or Dimension.Memory or Dimension.SharedCpus:
                MemoryTruth.Check(said, wanted, view, oneNode, at);
                break;
            case Dimension.NumaFit:
                Assert.True(said.Wanted == wanted.EffectiveNumaNodes.Length, at);
                Assert.True(said.Available == world.OracleOf(host.Id).MostNodes(wanted), at);
                break;
            default:
                FunctionTruth.Check(world, host, view, said, at);
                break;
        }
    }

    /// <summary>Dedicated CPUs by guest node.</summary>
    private static long[] CpusOf(ComputeRequirements wanted) => [.. wanted.EffectiveNumaNodes.Select(node =>
        (long)node.VirtualCpus.Intersect(wanted.PinnedVirtualCpus).Count
        + (node.Id == 0 && wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate ? 1 : 0))];

    public static void Equal(DimensionShortfall said, long[] wanted, IEnumerable<long> free, bool oneNode, string at)
    {
        var parts = free.Select(part => Math.Max(0, part)).ToList();
        Assert.True(said.Wanted == (oneNode ? wanted.Max() : wanted.Sum()), at);
        Assert.True(said.Available == (oneNode ? parts.Append(0).Max() : parts.Sum()), at);
    }

    private static long WholeCores(HostInventory host, NodeCapacity node, ComputeRequirements wanted)
    {
        var cores = host.NumaNodes.First(candidate => candidate.Id == node.Id).Cpus
            .Select(id => host.Cpus.First(cpu => cpu.Id == id))
            .GroupBy(cpu => (cpu.SocketId, cpu.DieId, cpu.CoreId))
            .Where(core => core.All(cpu => node.FreeDedicatedCpus.Contains(cpu.Id)))
            .ToList();
        return wanted.ThreadPolicy == CpuThreadPolicy.Isolate
            ? cores.Count
            : cores.Where(core => core.Count() > 1).Sum(core => core.Count());
    }
}
