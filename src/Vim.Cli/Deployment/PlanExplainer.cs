using Nfv.OrVi.V1;
using Vim.Cli.Client;

namespace Vim.Cli.Deployment;

/// <summary>What the VIM says of one compute of a plan.</summary>
internal sealed record PlanExplanation(PlannedCompute Compute, VirtualComputeFlavour? Flavour, ExplainResponse Answer)
{
    /// <summary>Zones where it would get a place.</summary>
    public IEnumerable<ZoneExplanation> Places => Answer.Zones.Where(zone => zone.Placement is not null);
}

/// <summary>
/// Asks where the computes of a plan would go. Nothing is made for it: each flavour goes with the question, and in it
/// the physical network of each vNIC, for the networks need not be there yet; groups are empty.
/// </summary>
internal sealed class PlanExplainer(VimClient client, DeploymentPlan plan, Catalogue catalogue)
{
    public async Task<IReadOnlyList<PlanExplanation>> ExplainAsync(
        int maxHostCount, CancellationToken cancellationToken)
    {
        var answers = new List<PlanExplanation>();
        foreach (var compute in OneOfEachKind())
        {
            answers.Add(await ExplainAsync(compute, maxHostCount, cancellationToken));
        }

        return answers;
    }

    /// <summary>Instances of one kind get the same answer.</summary>
    private IEnumerable<PlannedCompute> OneOfEachKind() => plan.Computes.DistinctBy(compute =>
    {
        var request = compute.Request.Clone();
        request.ClearComputeName();
        return request;
    });

    private async Task<PlanExplanation> ExplainAsync(
        PlannedCompute compute, int maxHostCount, CancellationToken cancellationToken)
    {
        var allocation = compute.Request.Clone();
        allocation.ComputeFlavourId = "";
        allocation.InterfaceData.Clear();
        allocation.AffinityOrAntiAffinityConstraints.Clear();
        allocation.ClearVcImageId();
        var planned = plan.Flavours.FirstOrDefault(flavour => flavour.Name == compute.Request.ComputeFlavourId);
        var question = new ExplainRequest
        {
            Allocation = allocation,
            Flavour = planned is null
                ? catalogue.ExistingFlavours[compute.Request.ComputeFlavourId]
                : FlavourOf(planned, compute),
            MaxHostCount = maxHostCount,
        };
        var answer = await client.CallAsync(OrVi.Explain, question, cancellationToken);
        return new PlanExplanation(compute, question.Flavour, answer);
    }

    private VirtualComputeFlavour FlavourOf(PlannedFlavour planned, PlannedCompute compute)
    {
        var flavour = planned.Request.Flavour.Clone();
        if (planned.BasedOn is { } basis)
        {
            var vnics = flavour.VirtualNetworkInterface.ToList();
            flavour = catalogue.ExistingFlavours[basis].Clone();
            flavour.VirtualNetworkInterface.AddRange(vnics);
        }

        foreach (var vnic in flavour.VirtualNetworkInterface)
        {
            var network = compute.Request.InterfaceData.FirstOrDefault(bound => bound.Name == vnic.Name)?.NetworkId;
            var data = plan.Networks.FirstOrDefault(known => known.Name == network)?.Request.TypeNetworkData;
            if (data is { HasProviderNetwork: true })
            {
                vnic.Epa.PhysicalNetwork = data.ProviderNetwork;
            }
            else if (network is not null && catalogue.Networks.TryGetValue(network, out var id))
            {
                vnic.NetworkId = id;
            }
        }

        return flavour;
    }
}
