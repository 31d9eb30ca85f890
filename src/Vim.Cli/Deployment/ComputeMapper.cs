using Nfv.OrVi.V1;
using Vim.Descriptors.Model;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Cli.Deployment;

/// <summary>A compute of the descriptor as one allocation for each of its instances.</summary>
internal static class ComputeMapper
{
    public static IEnumerable<PlannedCompute> Map(
        Compute compute, VnfDeployment deployment, string flavour, MappingChoices choices) =>
        Enumerable.Range(1, compute.Count).Select(number =>
        {
            var name = compute.Count == 1 ? compute.Name : FormattableString.Invariant($"{compute.Name}-{number}");
            var vnics = VnicsOf(compute, deployment);
            return new PlannedCompute(
                name,
                Create(compute, deployment, name, flavour, choices),
                [.. vnics.Where(VnicMapper.NeedsPort).Select(vnic => VnicMapper.MapPort(vnic, name, choices))]);
        });

    private static AllocateVirtualisedComputeResourceRequest Create(
        Compute compute, VnfDeployment deployment, string name, string flavour, MappingChoices choices)
    {
        var request = new AllocateVirtualisedComputeResourceRequest
        {
            ComputeName = $"{choices.Name ?? deployment.Name}-{name}",
            ComputeFlavourId = flavour,
            ResourceGroupId = choices.Tenant,
            Priority = choices.Priority,
        };
        if (choices.Reservation is { } reservation)
        {
            request.ReservationId = reservation;
        }

        if (compute.ImageName is { } image)
        {
            request.VcImageId = image;
        }

        request.InterfaceData.AddRange(VnicsOf(compute, deployment).Select(VnicMapper.Bind));
        request.MetaData.AddRange(
            compute.Metadata.Select(entry => new KeyValuePair { Key = entry.Key, Value = entry.Value }));
        request.LocationConstraints = choices.Location.ToConstraints(compute.Zone);
        AddGroups(request, compute, deployment);
        if (compute.UserData is { } content)
        {
            request.UserData = new UserData { Content = content };
        }

        return request;
    }

    /// <summary>Those that the flavour carries, then the compute's own.</summary>
    private static IEnumerable<Vnic> VnicsOf(Compute compute, VnfDeployment deployment) =>
        (deployment.Flavours.FirstOrDefault(known => known.Name == compute.FlavourName)?.Vnics ?? []).Concat(
            compute.Vnics);

    private static void AddGroups(
        AllocateVirtualisedComputeResourceRequest request, Compute compute, VnfDeployment deployment)
    {
        foreach (var group in deployment.AffinityGroups)
        {
            if (compute.AffinityGroups.Contains(group.Name) && DeploymentMapper.IsHard(group))
            {
                request.AffinityOrAntiAffinityConstraints.Add(new AffinityOrAntiAffinityConstraint
                {
                    Type = group.Kind == AffinityKind.Affinity ? AffinityType.Affinity : AffinityType.AntiAffinity,
                    Scope = DeploymentMapper.ScopeOf(group),
                    AffinityOrAntiAffinityResourceGroupId = group.Name,
                });
            }
        }
    }
}
