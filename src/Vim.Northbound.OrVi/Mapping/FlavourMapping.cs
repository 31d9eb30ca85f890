using Vim.Domain.Epa;
using Vim.Domain.Flavours;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Flavours as VirtualComputeFlavour (IFA 005 8.4.2.2).</summary>
internal static class FlavourMapping
{
    public static Proto.VirtualComputeFlavour ToProto(FlavourState state)
    {
        var requirements = state.Requirements!;
        var result = new Proto.VirtualComputeFlavour
        {
            FlavourId = state.Id.Value,
            Name = state.Name,
            ResourceGroupId = state.ResourceGroup.Value,
            VirtualMemory = new()
            {
                VirtualMemSize = new() { Bytes = requirements.Memory.Bytes },
                NumaEnabled = !requirements.EffectiveNumaNodes.IsEmpty,
            },
            VirtualCpu = new() { NumVirtualCpu = requirements.VirtualCpuCount },
            Epa = EpaMapping.ToProto(requirements),
        };
        if (requirements.Architecture is { } architecture)
        {
            result.VirtualCpu.CpuArchitecture = architecture;
        }

        if (requirements.CpuPolicy != CpuPolicy.Shared)
        {
            result.VirtualCpu.VirtualCpuPinning = new()
            {
                CpuPinningPolicy = EpaMapping.PinningPolicyOf(requirements),
                CpuPinningRules = { EpaMapping.PinningRulesOf(requirements) },
            };
        }

        if (requirements.LocalStorage.Bytes > 0)
        {
            result.StorageAttributes.Add(new Proto.VirtualStorageData
            {
                TypeOfStorage = "local",
                SizeOfStorage = new() { Bytes = requirements.LocalStorage.Bytes },
            });
        }

        result.VirtualNetworkInterface.AddRange(requirements.Vnics.Select(VnicOf));
        MetadataMapping.AddTo(result.Metadata, state.Metadata);
        return result;
    }

    private static Proto.VirtualNetworkInterfaceData VnicOf(VnicRequirement vnic)
    {
        var result = new Proto.VirtualNetworkInterfaceData
        {
            Name = vnic.Name,
            TypeVirtualNic = EpaMapping.ToProto(vnic.Kind),
            Epa = EpaMapping.ToProto(vnic),
        };
        if (vnic.VirtualLink is { } link)
        {
            result.NetworkId = link.Value;
        }

        return result;
    }
}
