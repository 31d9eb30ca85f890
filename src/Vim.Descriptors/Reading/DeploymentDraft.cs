using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// The deployment while it is read. It keeps names unique, says where the second of a name stands, and at the end binds
/// the virtual links as the deployer said.
/// </summary>
internal sealed class DeploymentDraft(DescriptorFormat format, DescriptorOptions options, Diagnostics diagnostics)
{
    private const int ItemsMax = 1000;

    private readonly Dictionary<string, Flavour> _flavours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageReference> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VirtualLink> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AffinityGroup> _groups = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _existingFlavours = new(StringComparer.Ordinal);
    private readonly List<Compute> _computes = [];

    internal Diagnostics Diagnostics => diagnostics;

    internal DescriptorOptions Options => options;

    internal string Name { get; set; } = "";

    internal IReadOnlyList<Compute> Computes => _computes;

    internal void Add(Flavour flavour, YamlNode node) => AddTo(_flavours, flavour.Name, flavour, "flavour", node);

    internal void Add(VirtualLink link, YamlNode node) => AddTo(_links, link.Name, link, "virtual link", node);

    internal void Add(AffinityGroup group, YamlNode node) => AddTo(_groups, group.Name, group, "affinity group", node);

    internal void Add(Compute compute, YamlNode node)
    {
        if (_computes.Any(c => c.Name == compute.Name))
        {
            diagnostics.Error(node, $"a second compute is called '{compute.Name}'", "give each a name of its own");
        }
        else if (_computes.Count >= ItemsMax)
        {
            diagnostics.Error(node, $"more than {ItemsMax} computes", "split the descriptor");
        }
        else
        {
            _computes.Add(compute);
        }
    }

    /// <summary>Several computes may boot from one image; what they say of it must agree.</summary>
    internal void AddImage(ImageReference image, YamlNode node)
    {
        if (_images.TryGetValue(image.Name, out var known) && known != image)
        {
            diagnostics.Error(
                node,
                $"image '{image.Name}' is described a second time, and differently",
                "describe it once, or give the images names of their own");
            return;
        }

        _images[image.Name] = image;
    }

    internal bool HasFlavour(string name) => _flavours.ContainsKey(name);

    internal bool HasGroup(string name) => _groups.ContainsKey(name);

    internal bool HasLink(string name) => _links.ContainsKey(name);

    /// <summary>Guest NUMA nodes of a flavour; 0 when it leaves them to the VIM or is not defined here.</summary>
    internal int NumaNodesOf(string flavour) =>
        _flavours.TryGetValue(flavour, out var found) ? found.NumaNodes.Count : 0;

    internal void UseExistingFlavour(string name) => _existingFlavours.Add(name);

    /// <summary>A link that the descriptor names and does not define: it must exist in the VIM.</summary>
    internal void UseExistingLink(string name)
    {
        _links.TryAdd(name, new VirtualLink { Name = name, Origin = VirtualLinkOrigin.Existing });
    }

    internal void ReplaceComputes(Func<Compute, Compute> change)
    {
        for (var index = 0; index < _computes.Count; index++)
        {
            _computes[index] = change(_computes[index]);
        }
    }

    internal void ReplaceLink(string name, Func<VirtualLink, VirtualLink> change) =>
        _links[name] = change(_links[name]);

    internal VnfDeployment Finish(string file)
    {
        var renamed = Bind(file);
        return new VnfDeployment
        {
            Name = Name,
            Format = format,
            Flavours = [.. _flavours.Values.Select(f => f with { Vnics = Rename(f.Vnics, renamed) })],
            ExistingFlavours = [.. _existingFlavours],
            Images = [.. _images.Values],
            VirtualLinks = [.. _links.Values.DistinctBy(l => l.Name)],
            AffinityGroups = [.. _groups.Values],
            Computes = [.. _computes.Select(c => c with { Vnics = Rename(c.Vnics, renamed) })],
            Notes = diagnostics.Notes,
        };
    }

    private Dictionary<string, string> Bind(string file)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, binding) in options.NetworkBindings)
        {
            if (!_links.TryGetValue(name, out var link))
            {
                diagnostics.Error(
                    new SourcePlace(file, 0, 0, ""),
                    $"a network binding is given for virtual link '{name}', which the descriptor does not have",
                    "bind one of: " + string.Join(", ", _links.Keys.Order(StringComparer.Ordinal)));
                continue;
            }

            if (binding.ExistingNetwork is { } existing)
            {
                link = link with { Name = existing, Origin = VirtualLinkOrigin.Existing };
                renamed[name] = existing;
            }

            _links[name] = link with { PhysicalNetwork = binding.PhysicalNetwork ?? link.PhysicalNetwork };
        }

        return renamed;
    }

    private static IReadOnlyList<Vnic> Rename(IReadOnlyList<Vnic> vnics, Dictionary<string, string> renamed) =>
        renamed.Count == 0
            ? vnics
            : [.. vnics.Select(v => v with { VirtualLink = renamed.GetValueOrDefault(v.VirtualLink, v.VirtualLink) })];

    private void AddTo<T>(Dictionary<string, T> items, string name, T item, string kind, YamlNode node)
    {
        if (items.Count >= ItemsMax)
        {
            diagnostics.Error(node, $"more than {ItemsMax} of kind {kind}", "split the descriptor");
        }
        else if (!items.TryAdd(name, item))
        {
            diagnostics.Error(node, $"a second {kind} is called '{name}'", "give each a name of its own");
        }
    }
}
