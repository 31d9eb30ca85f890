using System.Collections.Immutable;
using System.Globalization;
using Vim.Domain.Topology;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// What wishes come to for a guest of a given size: masks become sets of vCPUs, amounts are compared with the
/// flavour's sizes, and entries that only make sense with others are refused without them.
/// </summary>
internal sealed class WishResolver(Wishes wishes, MetadataSource source, MetadataRefusals refusals)
{
    private const string HyperThreading = "HW_CPU_HYPERTHREADING";
    private readonly CpuSet _all = CpuSet.Range(0, source.VirtualCpuCount);

    /// <summary>The parts that the wishes make up.</summary>
    public EpaParts Resolve()
    {
        CheckSizes();
        var named = NamedPolicy();
        var implied = source.IsPinned ? CpuPolicy.Dedicated : (CpuPolicy?)null;
        var policy = named ?? source.Typed.CpuPolicy ?? implied ?? CpuPolicy.Shared;
        var threads = ThreadPolicyOf();
        var realTime = RealTimeOf();
        CheckPolicy(policy, threads, realTime);
        return new()
        {
            CpuPolicy = named ?? (source.Typed.CpuPolicy is null ? implied : null),
            DedicatedVirtualCpus = policy == CpuPolicy.Mixed ? DedicatedOf(named, realTime) : null,
            ThreadPolicy = threads,
            EmulatorThreads = wishes.EmulatorThreads,
            RealTimeVirtualCpus = realTime,
            PageSize = wishes.PageSize,
            NumaNodes = new NumaNodeWishes(wishes, source, refusals).Resolve(),
            PciNumaPolicy = wishes.PciNumaPolicy,
            Devices = [.. wishes.Devices],
            GuestCpuTopology = TopologyOf(),
            RequiredTraits = TraitsOf(wishes.RequiredTraits, except: HyperThreading),
            ForbiddenTraits = TraitsOf(wishes.ForbiddenTraits, except: null),
        };
    }

    /// <summary>
    /// resources: says again what the flavour's sizes say; PCPU and VCPU name the CPU policy as well.
    /// </summary>
    private void CheckSizes()
    {
        var isolated = wishes.EmulatorThreads == EmulatorThreadPolicy.Isolate ? 1 : 0;
        CheckSize("VCPU", source.VirtualCpuCount, "the flavour's vCPUs");
        CheckSize(
            "PCPU",
            source.VirtualCpuCount + isolated,
            isolated == 0 ? "the flavour's vCPUs" : "the flavour's vCPUs and one for isolated emulator threads");
        CheckSize("MEMORY_MB", source.Memory.MiB, "the flavour's memory in MiB");
        CheckSize("DISK_GB", source.LocalStorage.MiB >> 10, "the flavour's local storage in GiB");
    }

    private void CheckSize(string name, long size, string what) => Refuse(
        wishes.Amounts.TryGetValue(name, out var amount) && amount != size,
        $"resources:{name}",
        string.Create(CultureInfo.InvariantCulture, $"is not {size}: {what}"));

    private CpuPolicy? NamedPolicy()
    {
        var (shared, dedicated) = (wishes.Amounts.ContainsKey("VCPU"), wishes.Amounts.ContainsKey("PCPU"));
        Refuse(shared && dedicated, "resources:VCPU", "and resources:PCPU exclude each other");
        Refuse(
            (shared || dedicated) && wishes.CpuPolicy is not null,
            dedicated ? "resources:PCPU" : "resources:VCPU",
            "names a CPU policy, as hw:cpu_policy or hw_cpu_policy does: use one of them");
        return wishes.CpuPolicy ?? (dedicated ? CpuPolicy.Dedicated : shared ? CpuPolicy.Shared : null);
    }

    /// <summary>Whether a host has threads at all is a thread policy by another name.</summary>
    private CpuThreadPolicy? ThreadPolicyOf()
    {
        var required = wishes.RequiredTraits.Contains(HyperThreading);
        var forbidden = wishes.ForbiddenTraits.Contains(HyperThreading);
        Refuse(
            (required || forbidden) && wishes.ThreadPolicy is not null,
            $"trait:{HyperThreading}",
            "names a thread policy, as hw:cpu_thread_policy or hw_cpu_thread_policy does: use one of them");
        return wishes.ThreadPolicy
            ?? (forbidden ? CpuThreadPolicy.Isolate : required ? CpuThreadPolicy.Require : null);
    }

    private CpuSet? RealTimeOf()
    {
        if (wishes.RealTime != true)
        {
            return null;
        }

        const string Key = "hw:cpu_realtime_mask";
        var cpus = _all;
        if (wishes.RealTimeMask is { } mask && !CpuSpec.TryParseMask(mask, source.VirtualCpuCount, out cpus))
        {
            return null;
        }

        var emulator = wishes.EmulatorThreads ?? source.Typed.EmulatorThreads ?? EmulatorThreadPolicy.Default;
        var broken = Refuse(cpus.IsEmpty, Key, "leaves no vCPU to be real-time")
            | Refuse(!cpus.IsSubsetOf(_all), Key, $"names vCPUs {cpus.Except(_all)}; the flavour has {_all}")
            | Refuse(
                cpus.Equals(_all) && emulator == EmulatorThreadPolicy.Default,
                Key,
                "makes all vCPUs real-time: leave one out, or give hw:emulator_threads_policy");
        return broken ? null : cpus;
    }

    private CpuSet? DedicatedOf(CpuPolicy? named, CpuSet? realTime)
    {
        if (wishes.DedicatedMask is not { } mask)
        {
            Refuse(
                named == CpuPolicy.Mixed && realTime is null && source.Typed.DedicatedVirtualCpus is null,
                "hw:cpu_dedicated_mask",
                "is missing: the mixed CPU policy needs it, or hw:cpu_realtime with hw:cpu_realtime_mask");
            return source.Typed.DedicatedVirtualCpus is null ? realTime : null;
        }

        const string Key = "hw:cpu_dedicated_mask";
        if (!CpuSpec.TryParseMask(mask, source.VirtualCpuCount, out var cpus))
        {
            return null;
        }

        var broken = Refuse(!cpus.IsSubsetOf(_all), Key, $"names vCPUs {cpus.Except(_all)}; the flavour has {_all}")
            | Refuse(
                cpus.IsEmpty || _all.IsSubsetOf(cpus), Key, "must leave at least one vCPU shared and one dedicated")
            | Refuse(
                realTime is not null, Key, "and hw:cpu_realtime_mask both name the dedicated vCPUs: use one of them");
        return broken ? null : cpus;
    }

    private void CheckPolicy(CpuPolicy policy, CpuThreadPolicy? threads, CpuSet? realTime)
    {
        var shared = policy == CpuPolicy.Shared;
        const string Wanted = "is for hw:cpu_policy dedicated or mixed";
        Refuse(shared && threads is not null, "hw:cpu_thread_policy", Wanted);
        Refuse(shared && realTime is not null, "hw:cpu_realtime", Wanted);
        Refuse(
            shared && wishes.EmulatorThreads == EmulatorThreadPolicy.Isolate,
            "hw:emulator_threads_policy",
            $"isolate {Wanted}");
        Refuse(
            policy != CpuPolicy.Mixed && wishes.DedicatedMask is not null,
            "hw:cpu_dedicated_mask",
            "is for hw:cpu_policy mixed");
    }

    private GuestCpuTopology? TopologyOf()
    {
        if (!wishes.Topology.IsGiven && !wishes.TopologyLimit.IsGiven)
        {
            return null;
        }

        var chosen = GuestTopologyChooser.Choose(source.VirtualCpuCount, wishes.Topology, wishes.TopologyLimit);
        Refuse(
            chosen is null,
            "hw:cpu_max_sockets",
            $"and its like for cores and threads leave no topology of {source.VirtualCpuCount} vCPUs");
        return chosen;
    }

    private static ImmutableSortedSet<string> TraitsOf(SortedSet<string> traits, string? except) =>
        traits.Where(trait => trait != except).ToImmutableSortedSet(StringComparer.Ordinal);

    private bool Refuse(bool broken, string key, string description)
    {
        if (broken)
        {
            refusals.Add(key, null, isImage: false, description);
        }

        return broken;
    }
}
