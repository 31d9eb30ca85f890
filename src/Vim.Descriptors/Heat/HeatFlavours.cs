using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>Flavours of a Heat template, and those that servers name and the VIM must have.</summary>
internal sealed class HeatFlavours(DeploymentDraft draft)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(HeatResource flavor)
    {
        var properties = flavor.Properties;
        var name = Values.Name(properties.Take("name"), _diagnostics) ?? flavor.Id;
        properties.Ignore("flavorid", "id", "is_public", "tenants", "description");
        if (Values.Text(properties.Take("rxtx_factor"), _diagnostics)?.Trim() is not (null or "1" or "1.0"))
        {
            _diagnostics.Error(
                properties.Take("rxtx_factor")!,
                "a share of network rate has no meaning here",
                "give the ports a QoS policy");
        }

        var read = Read(name, properties, _diagnostics);
        properties.Done();
        _names[flavor.Id] = name;
        draft.Add(read, properties.Node);
    }

    /// <summary>Amounts and extra specs; Yardstick's contexts write them alike.</summary>
    internal static Flavour Read(string name, Section properties, Diagnostics diagnostics)
    {
        var flavour = new FlavourDraft(name, properties.Node, diagnostics)
        {
            Vcpus = (int)(Values.Integer(properties.Require("vcpus"), 1, CpuList.VcpusMax, diagnostics) ?? 1),
            MemoryMebibytes =
                Quantities.Mebibytes(properties.Require("ram"), "MiB", diagnostics) is { } ram and > 0 ? ram : 1,
            Storage = new StorageDemand
            {
                RootDiskGibibytes = Quantities.GibibytesUp(properties.Take("disk"), "GiB", diagnostics) ?? 0,
                EphemeralGibibytes = Quantities.GibibytesUp(properties.Take("ephemeral"), "GiB", diagnostics) ?? 0,
                SwapMebibytes = Quantities.Mebibytes(properties.Take("swap"), "MiB", diagnostics) ?? 0,
            },
        };
        if (properties.Take("extra_specs") is { } specs)
        {
            NovaExtraSpecs.Read(specs, flavour);
        }

        return flavour.Finish();
    }

    internal string? NameOf(YamlNode? node)
    {
        if (node is YamlReference reference)
        {
            if (_names.TryGetValue(reference.Resource, out var name))
            {
                return name;
            }

            _diagnostics.Error(node, $"'{reference.Resource}' is no flavour of the template", "name a flavour");
            return null;
        }

        if (Values.Name(node, _diagnostics) is not { } existing)
        {
            return null;
        }

        if (!draft.HasFlavour(existing))
        {
            draft.UseExistingFlavour(existing);
        }

        return existing;
    }
}
