using System.Globalization;
using System.Text.Json;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// A placement that Nova recorded, as a claim, and the usage of host cells that it recorded after it.
/// </summary>
internal static class NovaPlacement
{
    /// <param name="placement">The placement.</param>
    /// <param name="host">The cells of the host, for the siblings of CPUs that a guest isolates.</param>
    public static HostPlacement Read(JsonElement placement, IEnumerable<JsonElement> host)
    {
        var cores = host.SelectMany(cell => cell.GetProperty("siblings").EnumerateArray())
            .Select(core => core.EnumerateArray().Select(cpu => cpu.GetInt32()).ToArray())
            .ToArray();
        var cells = placement.GetProperty("cells").EnumerateArray().ToArray();
        var floating = cells.Sum(cell => cell.Ints("cpuset").Length);
        var pins = cells.SelectMany(PinsOf).OrderBy(pin => pin.VirtualCpu).ToArray();
        var reserved = cells.SelectMany(Reserved).ToArray();
        int[] used = [.. pins.Select(pin => pin.HostCpu), .. reserved];
        var isolated = cells.Any(cell => cell.Find("cpu_thread_policy")?.GetString() == "isolate");
        return new()
        {
            Host = new(NovaHost.Id),
            Nodes = [.. cells.Select(NodeOf)],
            Pins = [.. pins],
            FloatingVirtualCpuCount = floating,
            EmulatorCpus = CpuSet.Of(reserved),
            EmulatorIsolated = reserved.Length > 0,
            IdleSiblings = CpuSet.Of(cores
                .Where(core => isolated && core.Any(used.Contains))
                .SelectMany(core => core)
                .Except(used)),
        };
    }

    /// <summary>In what the ledger is not as Nova recorded its host; null where it is.</summary>
    public static string? Compare(Ledger.ZoneLedger ledger, IEnumerable<JsonElement> cells)
    {
        var host = ledger.FindHost(new(NovaHost.Id))!;
        foreach (var cell in cells)
        {
            var node = host.Nodes.Single(candidate => candidate.Id == cell.GetProperty("id").GetInt32());
            var free = CpuSet.Of(cell.Ints("pcpuset")).Except(CpuSet.Of(cell.Ints("pinned_cpus")));
            if (!node.FreeDedicatedCpus.Equals(free))
            {
                return $"cell {node.Id}: CPUs {node.FreeDedicatedCpus} are free, Nova has {free}";
            }

            foreach (var page in cell.Items("mempages").Where(page => page.GetProperty("size_kb").GetInt64() > 4))
            {
                var size = new PageSize(page.GetProperty("size_kb").GetInt64() << 10);
                var left = page.GetProperty("total").GetInt64() - page.GetProperty("reserved").GetInt64()
                    - page.GetProperty("used").GetInt64();
                var mine = node.HugePages.Single(pool => pool.Size == size).Free;
                if (mine != left)
                {
                    return $"cell {node.Id}: {mine} pages of {size} are free, Nova has {left}";
                }
            }
        }

        return null;
    }

    private static GuestNodePlacement NodeOf(JsonElement cell, int index)
    {
        var size = new PageSize((cell.Find("pagesize")?.GetInt64() ?? 4) << 10);
        var memory = MemorySize.FromMiB(cell.GetProperty("memory_mb").GetInt64());
        return new(
            index, cell.GetProperty("host_cell").GetInt32(), size, memory.PagesOf(size), cell.Ints("cpuset").Length);
    }

    private static IEnumerable<VirtualCpuPin> PinsOf(JsonElement cell) => cell.Find("pinning") is { } pins
        ? pins.EnumerateObject().Select(pin => new VirtualCpuPin(
            int.Parse(pin.Name, CultureInfo.InvariantCulture), pin.Value.GetInt32()))
        : [];

    private static IEnumerable<int> Reserved(JsonElement cell) =>
        cell.Items("cpuset_reserved").Select(cpu => cpu.GetInt32());
}
