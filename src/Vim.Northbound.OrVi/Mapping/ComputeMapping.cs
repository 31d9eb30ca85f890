using Google.Protobuf.WellKnownTypes;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.VirtualLinks;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Computes as VirtualCompute (IFA 005 8.4.3.2).</summary>
internal static class ComputeMapping
{
    /// <summary>The compute; <paramref name="portOf"/> finds the ports whose addresses its vNICs have.</summary>
    public static Proto.VirtualCompute ToProto(ComputeState state, Func<PortId, PortState?> portOf)
    {
        var result = new Proto.VirtualCompute
        {
            ComputeId = state.Id.Value,
            ComputeName = state.Name,
            FlavourId = state.Flavour?.Value ?? "",
            ZoneId = state.Zone.Value,
            HostId = state.Placement?.Host.Value ?? "",
            OperationalState = OperationalStateOf(state.Phase),
            RunningState = RunningStateOf(state.Phase),
            ResourceGroupId = state.ResourceGroup.Value,
            Incarnation = state.Incarnation,
            CreatedAt = Timestamp.FromDateTimeOffset(state.RequestedAt),
        };
        if (state.Image is { } image)
        {
            result.VcImageId = image.Value;
        }

        if (state.Placement is { } placement)
        {
            result.EffectivePlacement = PlacementMapping.ToProto(placement, state.Zone, state.Place, state.Broken);
        }

        if (state.Migration is { IsOpen: true } open)
        {
            result.MigratingToHostId = open.Elsewhere.Host.Value;
        }
        else if (state.Migration is { } left)
        {
            result.ClearingHostId = left.Elsewhere.Host.Value;
        }

        if (state.Failure is { } failure)
        {
            result.Failure = new() { Code = failure.Code, Message = failure.Message };
        }

        MetadataMapping.AddTo(result.Metadata, state.Metadata);
        if (state.Requirements is { } requirements)
        {
            AddRequirements(result, state, requirements, portOf);
        }

        return result;
    }

    public static Proto.ComputeRunningState RunningStateOf(ComputePhase phase) => phase switch
    {
        ComputePhase.Requested or ComputePhase.Placed or ComputePhase.Starting => Proto.ComputeRunningState.Starting,
        ComputePhase.Running => Proto.ComputeRunningState.Running,
        ComputePhase.Stopped => Proto.ComputeRunningState.Stopped,
        ComputePhase.Paused => Proto.ComputeRunningState.Paused,
        ComputePhase.Failed => Proto.ComputeRunningState.Failed,
        ComputePhase.Terminating or ComputePhase.Terminated => Proto.ComputeRunningState.Terminating,
        _ => Proto.ComputeRunningState.Unknown,
    };

    public static Proto.OperationalState OperationalStateOf(ComputePhase phase) =>
        phase is ComputePhase.Running or ComputePhase.Paused
            ? Proto.OperationalState.Enabled
            : Proto.OperationalState.Disabled;

    private static void AddRequirements(
        Proto.VirtualCompute result,
        ComputeState state,
        ComputeRequirements requirements,
        Func<PortId, PortState?> portOf)
    {
        result.Epa = EpaMapping.ToProto(requirements);
        result.VirtualMemory = new()
        {
            VirtualMemSize = new() { Bytes = requirements.Memory.Bytes },
            NumaEnabled = !requirements.EffectiveNumaNodes.IsEmpty,
        };
        result.VirtualCpu = new()
        {
            CpuArchitecture = requirements.Architecture ?? "",
            NumVirtualCpu = requirements.VirtualCpuCount,
        };
        if (requirements.CpuPolicy != CpuPolicy.Shared)
        {
            // The map says which CPUs they are, by whosoever choice.
            var pinning = new Proto.VirtualCpuPinning
            {
                CpuPinningPolicy = EpaMapping.PinningPolicyOf(requirements),
                CpuMap = new(),
            };
            pinning.CpuPinningRules.AddRange(EpaMapping.PinningRulesOf(requirements));
            pinning.CpuMap.Pins.AddRange((state.Placement?.Pins ?? []).Select(PlacementMapping.ToProto));
            result.VirtualCpu.VirtualCpuPinning = pinning;
        }

        if (requirements.LocalStorage.Bytes > 0)
        {
            result.VirtualDisks.Add(DiskOf(state, requirements));
        }

        result.VirtualNetworkInterface.AddRange(requirements.Vnics.Select(vnic => VnicOf(state, vnic, portOf)));
    }

    private static Proto.VirtualStorage DiskOf(ComputeState state, ComputeRequirements requirements) => new()
    {
        StorageId = $"{state.Id.Value}-local",
        TypeOfStorage = "local",
        SizeOfStorage = new() { Bytes = requirements.LocalStorage.Bytes },
        FlavourId = state.Flavour?.Value ?? "",
        OwnerId = state.Id.Value,
        ZoneId = state.Zone.Value,
        HostId = state.Placement?.Host.Value ?? "",
        OperationalState = OperationalStateOf(state.Phase),
    };

    private static Proto.VirtualNetworkInterface VnicOf(
        ComputeState state, VnicRequirement vnic, Func<PortId, PortState?> portOf)
    {
        var port = vnic.Port is { } id ? portOf(id) : null;
        var result = new Proto.VirtualNetworkInterface
        {
            ResourceId = $"{state.Id.Value}-{vnic.Name}",
            OwnerId = state.Id.Value,
            Name = vnic.Name,
            TypeVirtualNic = EpaMapping.ToProto(vnic.Kind),
            MacAddress = vnic.MacAddress ?? port?.MacAddress ?? "",

            // What it can count on each way; the EPA part tells the two ways apart.
            Bandwidth = new()
            {
                BitsPerSecond = Math.Min(vnic.GuaranteedIngress.BitsPerSecond, vnic.GuaranteedEgress.BitsPerSecond),
            },
            OperationalState = OperationalStateOf(state.Phase),
            Epa = EpaMapping.ToProto(vnic),
        };
        if (vnic.VirtualLink is { } link)
        {
            result.NetworkId = link.Value;
        }

        if (vnic.Port is { } portId)
        {
            result.NetworkPortId = portId.Value;
        }

        result.IpAddress.AddRange((port?.Addresses ?? []).Select(address => address.Address));
        return result;
    }
}
