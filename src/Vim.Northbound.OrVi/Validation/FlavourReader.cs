using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Domain.Epa;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Northbound.OrVi.Mapping;
using Epa = Vim.Domain.Epa;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// A VirtualComputeFlavour as <see cref="ComputeRequirements"/>. What IFA 005 says by an attribute of its own, the EPA
/// part and the metadata in OpenStack's keys say too must agree; what this VIM cannot honour is refused.
/// </summary>
internal sealed class FlavourReader(string path, Violations violations)
{
    /// <summary>
    /// As <see cref="Read(VirtualComputeFlavour, RepeatedField{KeyValuePair}, string)"/>, with its own metadata.
    /// </summary>
    public ComputeRequirements Read(VirtualComputeFlavour flavour) =>
        Read(flavour, flavour.Metadata, $"{path}.metadata");

    /// <summary>
    /// The requirements; meaningless where anything was noted. Every rule of the domain is checked as well, each under
    /// the path of the field that breaks it.
    /// </summary>
    /// <param name="flavour">The flavour.</param>
    /// <param name="metadata">Its metadata, wherever the request has it.</param>
    /// <param name="metadataPath">Where the request has it.</param>
    public ComputeRequirements Read(
        VirtualComputeFlavour flavour, RepeatedField<KeyValuePair> metadata, string metadataPath)
    {
        var cpu = flavour.VirtualCpu ?? new VirtualCpuData();
        CheckUnsupported(flavour, cpu);
        var typed = new EpaReader($"{path}.epa", violations).Read(flavour.Epa ?? new EpaRequirements());
        var plain = new ComputeRequirements
        {
            VirtualCpuCount = cpu.NumVirtualCpu,
            Memory = violations.Size(
                $"{path}.virtual_memory.virtual_mem_size", flavour.VirtualMemory?.VirtualMemSize?.Bytes ?? 0),
            LocalStorage = StorageOf(flavour.StorageAttributes),
            Architecture = cpu.HasCpuArchitecture
                ? violations.Id($"{path}.virtual_cpu.cpu_architecture", cpu.CpuArchitecture)
                : null,
            // One more than allowed is enough for the rules to refuse it.
            Vnics = [.. flavour.VirtualNetworkInterface.Take(ComputeRequirementsRules.MaxVnics + 1).Select(VnicOf)],
        };
        var pinned = cpu.VirtualCpuPinning is not null;
        var parts = new MetadataCheck(metadataPath, violations).Read(
            new()
            {
                VirtualCpuCount = plain.VirtualCpuCount,
                Memory = plain.Memory,
                LocalStorage = plain.LocalStorage,
                Flavour = MetadataMapping.ToDomain(violations.Pairs(metadataPath, metadata)),
                Typed = typed,
                IsPinned = pinned,
            },
            metadata);
        CheckPinning(pinned, parts);
        var requirements = WithNumaFlag(flavour, parts.ApplyTo(plain)) with
        {
            CpuPinningRules = new PinningReader($"{path}.virtual_cpu.virtual_cpu_pinning", violations)
                .Read(cpu.VirtualCpuPinning),
        };
        violations.AddRange(ComputeRequirementsRules.Check(requirements)
            .Select(violation => violation with { Field = RequirementPaths.Of(path, violation.Field) }));
        return requirements;
    }

    private void CheckUnsupported(VirtualComputeFlavour flavour, VirtualCpuData cpu)
    {
        violations.NotSupported(flavour.AccelerationCapability.Count > 0, $"{path}.acceleration_capability");
        violations.NotSupported(cpu.CpuClock is not null, $"{path}.virtual_cpu.cpu_clock");
        violations.NotSupported(
            cpu.HasVirtualCpuOversubscriptionPolicy, $"{path}.virtual_cpu.virtual_cpu_oversubscription_policy");
        violations.NotSupported(cpu.HasPowerStateReqs, $"{path}.virtual_cpu.power_state_reqs");
        violations.NotSupported(
            flavour.VirtualMemory?.HasVirtualMemOversubscriptionPolicy == true,
            $"{path}.virtual_memory.virtual_mem_oversubscription_policy");
    }

    // IFA 005 names pinning or none; the EPA part or the metadata says how.
    private void CheckPinning(bool pinned, EpaParts parts) => violations.If(
        pinned && parts.CpuPolicy == Epa.CpuPolicy.Shared,
        $"{path}.epa.cpu_policy",
        "SHARED contradicts virtual_cpu.virtual_cpu_pinning");

    // numaEnabled asks for memory near the CPUs: one guest NUMA node where no more are described.
    private ComputeRequirements WithNumaFlag(VirtualComputeFlavour flavour, ComputeRequirements requirements)
    {
        var enabled = flavour.VirtualMemory is { HasNumaEnabled: true } data ? data.NumaEnabled : (bool?)null;
        var described = !requirements.NumaNodes.IsEmpty;
        violations.If(
            enabled == false && described,
            $"{path}.virtual_memory.numa_enabled",
            "false contradicts the NUMA nodes that epa or metadata describe");
        var count = requirements.VirtualCpuCount;
        return !described && enabled == true && count is > 0 and <= ComputeRequirementsRules.MaxVirtualCpus
            ? requirements with { NumaNodes = [new(0, CpuSet.Range(0, count), requirements.Memory)] }
            : requirements;
    }

    private VnicRequirement VnicOf(VirtualNetworkInterfaceData data, int index) =>
        new VnicReader($"{path}.virtual_network_interface[{index}]", violations).Read(data, index);

    private MemorySize StorageOf(RepeatedField<VirtualStorageData> disks)
    {
        violations.If(
            disks.Count > Violations.MaxPairs, $"{path}.storage_attributes", $"at most {Violations.MaxPairs} disks");
        long total = 0;
        for (var index = 0; index < Math.Min(disks.Count, Violations.MaxPairs); index++)
        {
            var at = $"{path}.storage_attributes[{index}]";
            var bytes = violations.Size($"{at}.size_of_storage", disks[index].SizeOfStorage?.Bytes ?? 0).Bytes;
            violations.If(bytes <= 0, $"{at}.size_of_storage", "must be more than 0");
            violations.If(
                disks[index].TypeOfStorage is not ("" or "local"),
                $"{at}.type_of_storage",
                $"\"{disks[index].TypeOfStorage}\" is not supported here; a flavour's disks are \"local\"");
            violations.NotSupported(disks[index].RdmaEnabled, $"{at}.rdma_enabled");
            total += bytes;
        }

        return new(total);
    }
}
