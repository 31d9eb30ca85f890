using Nfv.OrVi.V1;
using Vim.Cli.Client;

namespace Vim.Cli.Deployment;

/// <summary>
/// Makes one resource of a deployment, unless a run before has made it. Each is written down as made.
/// </summary>
internal sealed class ResourceMaker(
    VimClient client, DeploymentMarks marks, DeployedResources there, DeploymentJournal made)
{
    public DeploymentMarks Marks => marks;

    public DeployedResources There => there;

    public DeploymentJournal Made => made;

    public async Task<string> ImageAsync(PlannedImage image, CancellationToken cancellationToken)
    {
        var request = image.Request.Clone();
        request.IdempotencyKey = marks.Key("image", image.Name);
        marks.Mark(request.UserMetadata);
        var answer = await client.CallAsync(OrVi.AddImage, request, cancellationToken);
        var id = answer.SoftwareImageMetadata.SoftwareImageId;
        made.Add(ResourceKind.Image, id);
        return id;
    }

    public async Task<string> NetworkAsync(PlannedNetwork network, CancellationToken cancellationToken)
    {
        var id = marks.Id(network.Name);
        if (there.Networks.Networks.All(known => known.NetworkResourceId != id))
        {
            var request = network.Request.Clone();
            request.NetworkResourceId = id;
            request.IdempotencyKey = marks.Key("network", network.Name);
            marks.Mark(request.MetaData);
            await client.CallAsync(OrVi.AllocateNetwork, request, cancellationToken);
            made.Add(ResourceKind.Network, id);
        }

        foreach (var subnet in network.Subnets)
        {
            await SubnetAsync(network.Name, id, subnet, cancellationToken);
        }

        return id;
    }

    public async Task<string> FlavourAsync(
        PlannedFlavour flavour,
        IReadOnlyDictionary<string, VirtualComputeFlavour> existing,
        CancellationToken cancellationToken)
    {
        var id = marks.Id(flavour.Name);
        if (there.Flavours.Any(known => known.FlavourId == id))
        {
            return id;
        }

        var request = flavour.Request.Clone();
        if (flavour.BasedOn is { } basis)
        {
            var vnics = request.Flavour.VirtualNetworkInterface.ToList();
            request.Flavour = existing[basis].Clone();
            request.Flavour.Name = flavour.Name;
            request.Flavour.ResourceGroupId = "";
            request.Flavour.Metadata.Clear();
            request.Flavour.VirtualNetworkInterface.AddRange(vnics);
        }

        request.Flavour.FlavourId = id;
        request.IdempotencyKey = marks.Key("flavour", flavour.Name);
        marks.Mark(request.MetaData);
        await client.CallAsync(OrVi.CreateFlavour, request, cancellationToken);
        made.Add(ResourceKind.Flavour, id);
        return id;
    }

    public async Task<string> GroupAsync(PlannedGroup group, CancellationToken cancellationToken)
    {
        if (there.Groups.FirstOrDefault(known => known.GroupName == group.Request.GroupName) is { } found)
        {
            return found.GroupId;
        }

        var request = group.Request.Clone();
        request.IdempotencyKey = marks.Key("group", group.Name);
        var answer = await client.CallAsync(OrVi.CreateGroup, request, cancellationToken);
        made.Add(ResourceKind.Group, answer.GroupId);
        return answer.GroupId;
    }

    /// <summary>The ports of a compute, by vNIC name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PortsAsync(
        PlannedCompute compute, IReadOnlyDictionary<string, string> networks, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var port in compute.Ports)
        {
            ids[port.NetworkResourceName[(compute.Name.Length + 1)..]] =
                await PortAsync(port, networks[port.TypeNetworkPortData.NetworkId], cancellationToken);
        }

        return ids;
    }

    private async Task<string> PortAsync(
        AllocateVirtualisedNetworkResourceRequest port, string networkId, CancellationToken cancellationToken)
    {
        var found = there.Networks.Ports.FirstOrDefault(
            known => known.NetworkId == networkId && known.NetworkResourceName == port.NetworkResourceName);
        if (found is not null)
        {
            return found.ResourceId;
        }

        var request = port.Clone();
        request.TypeNetworkPortData.NetworkId = networkId;
        request.IdempotencyKey = marks.Key("port", port.NetworkResourceName);
        marks.Mark(request.MetaData);
        var answer = await client.CallAsync(OrVi.AllocateNetwork, request, cancellationToken);
        made.Add(ResourceKind.Port, answer.NetworkPortData.ResourceId);
        return answer.NetworkPortData.ResourceId;
    }

    private async Task SubnetAsync(
        string network,
        string networkId,
        AllocateVirtualisedNetworkResourceRequest subnet,
        CancellationToken cancellationToken)
    {
        var name = $"{network}.{subnet.NetworkResourceName}";
        if (there.Networks.Subnets.Any(
            known => known.NetworkId == networkId && known.NetworkResourceName == subnet.NetworkResourceName))
        {
            return;
        }

        var request = subnet.Clone();
        request.TypeSubnetData.NetworkId = networkId;
        request.IdempotencyKey = marks.Key("subnet", name);
        marks.Mark(request.MetaData);
        var answer = await client.CallAsync(OrVi.AllocateNetwork, request, cancellationToken);
        made.Add(ResourceKind.Subnet, answer.SubnetData.ResourceId);
    }
}
