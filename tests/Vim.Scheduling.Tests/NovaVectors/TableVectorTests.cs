using System.Text.Json;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Topology;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>What Nova makes of metadata alone, against the metadata table.</summary>
public sealed class TableVectorTests
{
    [Fact]
    public void CPU_specifications_name_the_same_CPUs()
    {
        var found = new Dictionary<string, string>();
        foreach (var item in VectorFile.Read("cpu_spec"))
        {
            var text = item.Input.GetProperty("spec").GetString()!;
            var understood = CpuSpec.TryParse(text, out var cpus);
            var expected = item.Answer.Find("cpus") is { } list
                ? CpuSet.Of(list.EnumerateArray().Select(cpu => cpu.GetInt32()))
                : null;
            if (understood != expected is not null || (expected is not null && !expected.Equals(cpus)))
            {
                found[item.Id] = $"\"{text}\" is {(understood ? cpus : "refused")}, Nova has {item.Answer}";
            }
        }

        Differences.Check("spec-", found);
    }

    [Fact]
    public void Guests_see_the_same_CPU_topology()
    {
        var found = new Dictionary<string, string>();
        foreach (var item in VectorFile.Read("guest_cpu_topology"))
        {
            var flavour = JsonSerializer.SerializeToElement(new
            {
                vcpus = item.Input.GetProperty("vcpus").GetInt32(),
                memory_mb = 1024,
                extra_specs = item.Input.GetProperty("extra_specs"),
            });
            var read = new NovaFlavour(flavour, image: null);
            // Metadata that says nothing leaves the topology to the hypervisor; Nova gives it a socket for each vCPU.
            var mine = read.Requirements.GuestCpuTopology
                ?? GuestTopologyChooser.Choose(read.Requirements.VirtualCpuCount, default, default);
            var expected = item.Answer;
            if (read.Refusals.Count > 0
                || mine?.Sockets != expected.GetProperty("sockets").GetInt32()
                || mine?.Cores != expected.GetProperty("cores").GetInt32()
                || mine?.Threads != expected.GetProperty("threads").GetInt32())
            {
                found[item.Id] = $"{mine} {string.Join("; ", read.Refusals)}, Nova has {expected}";
            }
        }

        Differences.Check("top-", found);
    }

    [Fact]
    public void Flavours_and_images_ask_the_same_or_are_refused_alike()
    {
        var found = new Dictionary<string, string>();
        foreach (var item in VectorFile.Read("constraints"))
        {
            var flavour = new NovaFlavour(
                item.Input.GetProperty("flavor"), item.Input.GetProperty("image_properties"));
            if (Compare(item, flavour) is { } difference)
            {
                found[item.Id] = difference;
            }
        }

        Differences.Check("con-", found);
    }

    private static string? Compare(VectorCase item, NovaFlavour flavour)
    {
        if (item.Answer.Find("exception")?.GetString() is { } exception)
        {
            return flavour.Refusals.Count == 0 ? $"is accepted, Nova says {exception}"
                : flavour.Refusals.Any(refusal =>
                    KeysOf(exception).Any(key => refusal.Contains(key, StringComparison.Ordinal)))
                    ? null
                    : $"is refused for {string.Join("; ", flavour.Refusals)}, Nova says {exception}";
        }

        if (flavour.Refusals.Count > 0)
        {
            return $"is refused: {string.Join("; ", flavour.Refusals)}";
        }

        return CompareRealTime(item, flavour) ?? flavour.Compare(item.Answer.Find("topology")?.Items("cells") ?? []);
    }

    private static string? CompareRealTime(VectorCase item, NovaFlavour flavour)
    {
        var expected = CpuSet.Of(item.Answer.Items("realtime_cpus").Select(cpu => cpu.GetInt32()));
        return flavour.Requirements.RealTimeVirtualCpus.Equals(expected)
            ? null
            : $"real-time vCPUs {flavour.Requirements.RealTimeVirtualCpus}, Nova has {expected}";
    }

    /// <summary>What a refusal of ours must be about where Nova refuses so.</summary>
    private static string[] KeysOf(string exception) => exception switch
    {
        "ImageNUMATopologyAsymmetric" => ["hw:numa_nodes"],
        "ImageNUMATopologyIncomplete" => ["hw:numa_mem", "hw:numa_cpus"],
        "ImageNUMATopologyForbidden" => ["hw_numa_nodes"],
        "ImageNUMATopologyCPUDuplicates" => ["hw:numa_cpus"],
        "ImageNUMATopologyMemoryOutOfRange" => ["hw:numa_mem"],
        "CPUThreadPolicyConfigurationInvalid" => ["hw:cpu_thread_policy"],
        "ImageCPUThreadPolicyForbidden" => ["hw_cpu_thread_policy"],
        "ImageCPUPinningForbidden" => ["hw_cpu_policy"],
        "BadRequirementEmulatorThreadsPolicy" => ["hw:emulator_threads_policy"],
        "RealtimeConfigurationInvalid" => ["hw:cpu_realtime"],
        "RealtimeMaskNotFoundOrInvalid" => ["hw:cpu_realtime_mask"],
        "InvalidMixedInstanceDedicatedMask" or "RequiredMixedInstancePolicy" or "RequiredMixedOrRealtimeCPUMask" =>
            ["hw:cpu_dedicated_mask"],
        "MemoryPageSizeInvalid" => ["hw:mem_page_size"],
        "MemoryPageSizeForbidden" => ["hw_mem_page_size"],
        _ => ["mask"],
    };
}
