namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// Where a field of <see cref="Domain.Epa.ComputeRequirements"/> stands in a VirtualComputeFlavour: the rules name the
/// former, the client knows the latter.
/// </summary>
internal static class RequirementPaths
{
    private static readonly (string Domain, string Api)[] Prefixes =
    [
        ("num_virtual_cpu", "virtual_cpu.num_virtual_cpu"),
        ("virtual_mem_size", "virtual_memory.virtual_mem_size"),
        ("size_of_storage", "storage_attributes"),
        ("vnics", "virtual_network_interface"),
        ("page_size", "epa.page_size_bytes"),
        ("dedicated_virtual_cpus", "epa.dedicated_virtual_cpus"),
        ("cpu_thread_policy", "epa.cpu_thread_policy"),
        ("emulator_thread_policy", "epa.emulator_thread_policy"),
        ("real_time_virtual_cpus", "epa.real_time_virtual_cpus"),
        ("guest_cpu_topology", "epa.guest_cpu_topology"),
        ("numa_nodes", "epa.numa_nodes"),
        ("devices", "epa.devices"),
    ];

    /// <summary>The path of <paramref name="field"/> below the flavour at <paramref name="path"/>.</summary>
    public static string Of(string path, string field)
    {
        if (field.StartsWith("cpu_pinning_rules", StringComparison.Ordinal))
        {
            // One rule of the API is one for each of its vCPUs here: the text names the vCPU.
            return $"{path}.virtual_cpu.virtual_cpu_pinning.cpu_pinning_rules";
        }

        foreach (var (domain, api) in Prefixes)
        {
            if (field.StartsWith(domain, StringComparison.Ordinal))
            {
                return $"{path}.{Units(api + field[domain.Length..])}";
            }
        }

        return $"{path}.{field}";
    }

    // The API names units where it has raw numbers, and keeps a vNIC's EPA below its own message.
    private static string Units(string field) =>
        field.StartsWith("epa.numa_nodes[", StringComparison.Ordinal)
            && field.EndsWith("].memory", StringComparison.Ordinal)
            ? $"{field}_bytes"
            : field.Replace("].guest_numa_node", "].epa.guest_numa_node", StringComparison.Ordinal)
                .Replace("].kind", "].type_virtual_nic", StringComparison.Ordinal);
}
