using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Changes of a request that ask for less, the smallest first, to be tried one by one: what is told to people is only
/// what was placed on trial.
/// </summary>
internal static class Relaxation
{
    /// <summary>The first change that makes the request fit, as a sentence; empty where none does.</summary>
    public static string FindHint(PlacementRequest request, Func<PlacementRequest, bool> fits)
    {
        foreach (var (text, relaxed) in Of(request.Requirements))
        {
            if (ComputeRequirementsRules.Check(relaxed).Count == 0
                && fits(request with { Requirements = relaxed }))
            {
                return $"fits {text}";
            }
        }

        foreach (var group in request.Groups)
        {
            if (fits(request with { Groups = request.Groups.Remove(group) }))
            {
                return $"fits without {group.Type} to group {group.Group}";
            }
        }

        return "";
    }

    private static IEnumerable<(string Text, ComputeRequirements Relaxed)> Of(ComputeRequirements wanted)
    {
        for (var count = wanted.EffectiveNumaNodes.Length + 1; count <= ComputeRequirements.MaxNumaNodes; count++)
        {
            if (wanted.EffectiveNumaNodes.Length > 0 && Split(wanted, count) is { } split)
            {
                yield return ($"with {count} guest NUMA nodes", split);
            }
        }

        for (var count = wanted.EffectiveNumaNodes.Length - 1; count >= 1; count--)
        {
            if (Split(wanted, count) is { } split)
            {
                yield return (count == 1 ? "with 1 guest NUMA node" : $"with {count} guest NUMA nodes", split);
            }
        }

        if (wanted.ThreadPolicy != CpuThreadPolicy.Prefer)
        {
            yield return ("with CPU thread policy prefer", wanted with { ThreadPolicy = CpuThreadPolicy.Prefer });
        }

        if (wanted.PageSize.Kind == PageSizeKind.Exact && wanted.PageSize.Exact.IsHuge)
        {
            yield return ("with huge pages of any size", wanted with { PageSize = PageSizeRequest.Large });
        }

        if (wanted.PageSize.Kind is PageSizeKind.Exact or PageSizeKind.Large)
        {
            yield return ("with pages of any size", wanted with { PageSize = PageSizeRequest.Any });
        }

        if (wanted.Devices.Length + wanted.Vnics.Length > 0)
        {
            yield return ("with PCI NUMA policy preferred", Untied(wanted));
        }

        if (wanted.Vnics.Any(vnic => vnic.DistinctPfGroup is not null))
        {
            yield return ("without distinct physical functions", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with { DistinctPfGroup = null })],
            });
        }

        if (wanted.Vnics.Any(vnic => vnic.HasGuarantee))
        {
            yield return ("without guaranteed rates", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with
                {
                    GuaranteedIngress = Bandwidth.Zero,
                    GuaranteedEgress = Bandwidth.Zero,
                })],
            });
        }

        if (wanted.CpuPolicy != CpuPolicy.Shared)
        {
            yield return ("with shared CPUs", wanted with
            {
                CpuPolicy = CpuPolicy.Shared,
                DedicatedVirtualCpus = CpuSet.Empty,
                ThreadPolicy = CpuThreadPolicy.Prefer,
                EmulatorThreads = EmulatorThreadPolicy.Default,
                RealTimeVirtualCpus = CpuSet.Empty,
            });
        }
    }

    private static ComputeRequirements Untied(ComputeRequirements wanted) => wanted with
    {
        PciNumaPolicy = PciNumaPolicy.Preferred,
        Devices = [.. wanted.Devices.Select(device => device with { NumaPolicy = null })],
        Vnics = [.. wanted.Vnics.Select(vnic => vnic with
        {
            GuestNumaNode = null,
            NumaPolicy = vnic.NumaPolicy is null && vnic.GuestNumaNode is null ? null : PciNumaPolicy.Preferred,
        })],
    };

    /// <summary>Even guest NUMA nodes of consecutive vCPUs; null where vCPUs or MiB cannot be split so.</summary>
    private static ComputeRequirements? Split(ComputeRequirements wanted, int count)
    {
        var cpus = wanted.VirtualCpuCount / count;
        var pages = wanted.Memory.Bytes >> 20;
        if (cpus * count != wanted.VirtualCpuCount || pages % count != 0 || pages << 20 != wanted.Memory.Bytes)
        {
            return null;
        }

        return wanted with
        {
            NumaNodes = [.. Enumerable.Range(0, count).Select(index => new GuestNumaNode(
                index,
                CpuSet.Range(index * cpus, cpus),
                MemorySize.FromMiB(pages / count)))],
        };
    }
}
