using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>Tells the language of a descriptor by its leading keys, or says what the file is instead.</summary>
internal static class FormatDetector
{
    internal static DescriptorFormat? Detect(YamlNode root, Diagnostics diagnostics)
    {
        if (root is not YamlMapping mapping)
        {
            diagnostics.Error(root, "this is not a VNF descriptor: the document is no map of keys", Known);
            return null;
        }

        var format = Detect(mapping);
        if (format is null)
        {
            diagnostics.Error(root, "this is not a VNF descriptor: " + Instead(mapping), Known);
        }

        return format;
    }

    private const string Known =
        "give an openmano VNFD (vnf:), an openvim flavour or server (flavor:, server:), a TOSCA template "
        + "(tosca_definitions_version:), a Heat template (heat_template_version:) or a Yardstick test case";

    private static DescriptorFormat? Detect(YamlMapping root)
    {
        if (root.Find("tosca_definitions_version") is not null)
        {
            return IsTacker(root) ? DescriptorFormat.ToscaTacker : DescriptorFormat.ToscaSol001;
        }

        if (root.Find("heat_template_version") is not null)
        {
            return DescriptorFormat.Heat;
        }

        if (root.Find("vnf") is not null)
        {
            return DescriptorFormat.Openmano;
        }

        if (root.Find("flavor") is YamlMapping)
        {
            return DescriptorFormat.OpenvimFlavour;
        }

        if (root.Find("server") is YamlMapping)
        {
            return DescriptorFormat.OpenvimServer;
        }

        if (root.Find("schema") is YamlScalar { Value: var schema }
            && schema.StartsWith("yardstick:task:", StringComparison.Ordinal))
        {
            return DescriptorFormat.Yardstick;
        }

        return root.Entries.Count > 0
            && root.Entries.All(e => e.Value is YamlMapping map && map.Find("nfv_compute") is not null)
            ? DescriptorFormat.ToscaTacker
            : null;
    }

    /// <summary>Tacker's own types all end so, and its template has a VDU of them.</summary>
    private static bool IsTacker(YamlMapping root) =>
        root.Find("topology_template") is YamlMapping topology
        && topology.Find("node_templates") is YamlMapping nodes
        && nodes.Entries.Any(e => e.Value is YamlMapping node && node.Find("type") is YamlScalar
        {
            Value: "tosca.nodes.nfv.VDU.Tacker" or "tosca.nodes.nfv.VDU" or "tosca.nodes.nfv.CP.Tacker"
                or "tosca.nodes.BlockStorage.Tacker",
        });

    private static string Instead(YamlMapping root)
    {
        if (root.Find("apiVersion") is not null && root.Find("kind") is YamlScalar { Value: var kind })
        {
            return $"it is a Kubernetes object of kind '{kind}', which a container manager deploys";
        }

        if (root.Find("HOST") is not null)
        {
            return "it is a configuration of a vendor's installation script";
        }

        if (root.Find("parameters") is not null || root.Find("parameter_defaults") is not null)
        {
            return "it is an environment file, to be given as companion of its Heat template";
        }

        if (root.Find("vnfd:vnfd-catalog") is not null || root.Find("vnfd") is not null)
        {
            return "it is a SOL006 or OSM descriptor, which is not read";
        }

        if (root.Entries.Count > 0
            && root.Entries.All(e => e.Value is YamlMapping map && map.Find("commit") is not null))
        {
            return "it is a list of excerpts from several descriptors, none of them whole";
        }

        return root.Entries.Count == 0 ? "it is empty" : $"its first key is '{root.Entries[0].Name}'";
    }
}
