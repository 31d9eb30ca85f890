using Nfv.OrVi.V1;
using Vim.Cli.Errors;
using Vim.Descriptors.Model;

namespace Vim.Cli.Deployment;

/// <summary>
/// From what a descriptor asks to what is asked over Or-Vi. Pure. Every demand is either in a request, or named in the
/// refusal, or (where the deployer allows it) named in the notes: none is dropped in silence.
/// </summary>
internal static class DeploymentMapper
{
    /// <exception cref="CliException">The descriptor asks for what Or-Vi has no word for.</exception>
    public static DeploymentPlan Map(VnfDeployment deployment, MappingChoices choices)
    {
        var log = new DemandLog();
        var flavours = FlavourPlanner.Plan(deployment, choices, log);
        foreach (var compute in deployment.Computes)
        {
            log.Wishes(compute.ConfigDrive is true, $"compute {compute.Name}", "user data on a drive (config drive)");
        }

        var name = choices.Name ?? deployment.Name;
        var hasComputes = deployment.Computes.Count > 0;
        var plan = new DeploymentPlan
        {
            Name = name,
            Tenant = choices.Tenant,
            Images = [.. deployment.Images.Select(image => ImageMapper.Map(image, choices))],
            Networks = hasComputes
                ? [.. Links(deployment, VirtualLinkOrigin.Create, VirtualLinkOrigin.External)
                    .Select(link => NetworkMapper.Map(link, choices, log))]
                : [],
            ExistingNetworks = hasComputes
                ? [.. Links(deployment, VirtualLinkOrigin.Existing).Select(link => link.Name)]
                : [],
            Flavours = flavours.Flavours,
            ExistingFlavours = deployment.ExistingFlavours,
            Groups =
            [
                .. deployment.AffinityGroups
                    .Select(group => MapGroup(group, name, choices, log))
                    .OfType<PlannedGroup>(),
            ],
            Computes = [.. deployment.Computes.SelectMany(compute => ComputeMapper.Map(
                compute, deployment, flavours.FlavourOf(compute), choices))],
            Notes = [],
        };
        return plan with
        {
            Notes = [.. deployment.Notes.Select(note => $"{note.Place}: {note.Text}"), .. Settle(log, choices)],
        };
    }

    private static IEnumerable<VirtualLink> Links(VnfDeployment deployment, params VirtualLinkOrigin[] origins) =>
        deployment.VirtualLinks.Where(link => origins.Contains(link.Origin));

    private static PlannedGroup? MapGroup(
        AffinityGroup group, string deployment, MappingChoices choices, DemandLog log)
    {
        var where = $"affinity group {group.Name}";
        log.Wishes(group.Kind == AffinityKind.SoftAffinity, where, "together if possible (soft affinity)");
        log.Wishes(group.Kind == AffinityKind.SoftAntiAffinity, where, "apart if possible (soft anti-affinity)");
        return IsHard(group)
            ? new PlannedGroup(group.Name, new()
            {
                GroupName = $"{deployment}/{group.Name}",
                Type = group.Kind == AffinityKind.Affinity ? AffinityType.Affinity : AffinityType.AntiAffinity,
                Scope = ScopeOf(group),
                ResourceGroupId = choices.Tenant,
            })
            : null;
    }

    internal static bool IsHard(AffinityGroup group) =>
        group.Kind is AffinityKind.Affinity or AffinityKind.AntiAffinity;

    internal static Nfv.OrVi.V1.AffinityScope ScopeOf(AffinityGroup group) => group.Scope switch
    {
        Descriptors.Model.AffinityScope.Socket => Nfv.OrVi.V1.AffinityScope.Socket,
        Descriptors.Model.AffinityScope.Host => Nfv.OrVi.V1.AffinityScope.NfviNode,
        Descriptors.Model.AffinityScope.Rack => Nfv.OrVi.V1.AffinityScope.Rack,
        Descriptors.Model.AffinityScope.FaultDomain => Nfv.OrVi.V1.AffinityScope.FaultDomain,
        Descriptors.Model.AffinityScope.Zone => Nfv.OrVi.V1.AffinityScope.Zone,
        _ => throw new InvalidOperationException($"Unknown affinity scope {group.Scope}."),
    };

    private static IEnumerable<string> Settle(DemandLog log, MappingChoices choices)
    {
        var refused = log.Demands.Where(demand => !demand.MayBeLeftOut || !choices.LeaveOutUnsupported).ToList();
        if (refused.Count > 0)
        {
            throw CliException.Invalid(
                "the descriptor asks for what this VIM does not offer",
                "",
                [.. refused.Select(demand => new ErrorDetail(demand.Where, demand.Demand))],
                refused.All(demand => demand.MayBeLeftOut)
                    ? "take it out of the descriptor, or deploy without it: --leave-out-unsupported"
                    : "take it out of the descriptor");
        }

        return log.Demands.Select(demand => $"{demand.Where}: left out: {demand.Demand}");
    }
}
