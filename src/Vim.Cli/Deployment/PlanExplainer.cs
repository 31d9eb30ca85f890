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
/// Asks where the computes of a plan would go. Flavours are made for the question and removed after it; networks are
/// not: the physical network of each vNIC is put into the question's flavour instead, groups are empty.
/// </summary>
internal sealed class PlanExplainer(VimClient client, DeploymentPlan plan, Catalogue catalogue)
{
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<PlanExplanation>> ExplainAsync(CancellationToken cancellationToken)
    {
        var made = new DeploymentJournal();
        var answers = new List<PlanExplanation>();
        try
        {
            foreach (var compute in OneOfEachKind())
            {
                answers.Add(await ExplainAsync(compute, made, cancellationToken));
            }

            return answers;
        }
        finally
        {
            using var limit = new CancellationTokenSource(RemovalTime, client.Time);
            foreach (var flavour in made.InReverse())
            {
                await new ResourceRemover(client).RemoveAsync(flavour.Kind, flavour.Id, limit.Token);
            }
        }
    }

    /// <summary>Instances of one kind get the same answer.</summary>
    private IEnumerable<PlannedCompute> OneOfEachKind() => plan.Computes.DistinctBy(compute =>
    {
        var request = compute.Request.Clone();
        request.ClearComputeName();
        return request;
    });

    private async Task<PlanExplanation> ExplainAsync(
        PlannedCompute compute, DeploymentJournal made, CancellationToken cancellationToken)
    {
        var planned = plan.Flavours.FirstOrDefault(flavour => flavour.Name == compute.Request.ComputeFlavourId);
        var flavour = planned is null
            ? catalogue.ExistingFlavours[compute.Request.ComputeFlavourId]
            : await MakeFlavourAsync(planned, compute, made, cancellationToken);
        var allocation = compute.Request.Clone();
        allocation.ComputeFlavourId = flavour.FlavourId;
        allocation.InterfaceData.Clear();
        allocation.AffinityOrAntiAffinityConstraints.Clear();
        allocation.ClearVcImageId();
        var answer = await client.CallAsync(
            OrVi.Explain, new ExplainRequest { Allocation = allocation }, cancellationToken);
        return new PlanExplanation(compute, flavour, answer);
    }

    private async Task<VirtualComputeFlavour> MakeFlavourAsync(
        PlannedFlavour planned, PlannedCompute compute, DeploymentJournal made, CancellationToken cancellationToken)
    {
        var request = planned.Request.Clone();
        if (planned.BasedOn is { } basis)
        {
            var vnics = request.Flavour.VirtualNetworkInterface.ToList();
            request.Flavour = catalogue.ExistingFlavours[basis].Clone();
            request.Flavour.ResourceGroupId = "";
            request.Flavour.Metadata.Clear();
            request.Flavour.VirtualNetworkInterface.AddRange(vnics);
        }

        var marks = new DeploymentMarks(
            $"explain-{plan.Name}", DeploymentMarks.DigestOf(plan), DeploymentMarks.NewRun());
        request.Flavour.FlavourId = marks.Id(planned.Name);
        request.Flavour.Name = $"explain-{planned.Name}";
        request.IdempotencyKey = marks.Key("flavour", planned.Name);
        foreach (var vnic in request.Flavour.VirtualNetworkInterface)
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

        await client.CallAsync(OrVi.CreateFlavour, request, cancellationToken);
        made.Add(ResourceKind.Flavour, request.Flavour.FlavourId);
        return request.Flavour;
    }
}
