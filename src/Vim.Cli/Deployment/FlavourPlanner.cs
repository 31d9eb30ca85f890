using Nfv.OrVi.V1;
using Vim.Descriptors.Model;

namespace Vim.Cli.Deployment;

/// <summary>
/// Flavours with their vNICs. At Or-Vi a flavour says what vNICs there are, in descriptors the computes do: so computes
/// of one flavour share one at Or-Vi exactly if their vNICs are made alike.
/// </summary>
internal sealed class FlavourPlanner
{
    private readonly Dictionary<string, PlannedFlavour> _byShape = new(StringComparer.Ordinal);
    private readonly Dictionary<Compute, string> _ofCompute = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private FlavourPlanner()
    {
    }

    public IReadOnlyList<PlannedFlavour> Flavours { get; private set; } = [];

    public static FlavourPlanner Plan(VnfDeployment deployment, MappingChoices choices, DemandLog log)
    {
        var planner = new FlavourPlanner();
        planner._names.UnionWith(deployment.ExistingFlavours);
        var defined = deployment.Flavours.ToDictionary(flavour => flavour.Name, StringComparer.Ordinal);
        foreach (var compute in deployment.Computes)
        {
            planner.Add(compute, defined.GetValueOrDefault(compute.FlavourName), choices, log);
        }

        foreach (var flavour in deployment.Flavours.Where(flavour => !planner._names.Contains(flavour.Name)))
        {
            planner.Add(flavour, flavour.Name, flavour.Vnics, choices, log);
        }

        planner.Flavours = [.. planner._byShape.Values];
        return planner;
    }

    /// <summary>Name of the flavour that the compute is allocated with.</summary>
    public string FlavourOf(Compute compute) => _ofCompute[compute];

    private void Add(Compute compute, Flavour? flavour, MappingChoices choices, DemandLog log)
    {
        var vnics = new List<Vnic>([.. flavour?.Vnics ?? [], .. compute.Vnics]);
        if (flavour is null && vnics.Count == 0)
        {
            _ofCompute[compute] = compute.FlavourName;
            return;
        }

        var shape = $"{compute.FlavourName}\n{string.Join('\n', vnics.Select(vnic => VnicMapper.Map(vnic)))}";
        if (!_byShape.TryGetValue(shape, out var planned))
        {
            var isFree = !_names.Contains(compute.FlavourName);
            var name = isFree ? compute.FlavourName : $"{compute.FlavourName}-{compute.Name}";
            planned = Create(flavour, name, compute.FlavourName, vnics, choices, log);
            _byShape.Add(shape, planned);
            _names.Add(name);
        }

        _ofCompute[compute] = planned.Name;
    }

    private void Add(Flavour flavour, string name, IReadOnlyList<Vnic> vnics, MappingChoices choices, DemandLog log)
    {
        _byShape.Add(name, Create(flavour, name, name, vnics, choices, log));
        _names.Add(name);
    }

    private static PlannedFlavour Create(
        Flavour? flavour, string name, string basedOn, IReadOnlyList<Vnic> vnics, MappingChoices choices, DemandLog log)
    {
        var mapped = flavour is null ? new VirtualComputeFlavour() : FlavourMapper.Map(flavour, log);
        mapped.Name = name;
        foreach (var vnic in vnics)
        {
            VnicMapper.Check(vnic, name, log);
            mapped.VirtualNetworkInterface.Add(VnicMapper.Map(vnic));
        }

        return new PlannedFlavour(
            name,
            new CreateComputeFlavourRequest { Flavour = mapped, ResourceGroupId = choices.Tenant },
            flavour is null ? basedOn : null);
    }
}
