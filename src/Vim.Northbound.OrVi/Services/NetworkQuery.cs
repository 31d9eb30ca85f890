using Nfv.OrVi.V1;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Paging;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>
/// The query over networks, subnets and ports at once. One filter and one order, by id over all three kinds; an
/// attribute that a kind does not have matches nothing of it.
/// </summary>
internal sealed class NetworkQuery(EngineViews views)
{
    private const string Name = "QueryVirtualisedNetworkResource";
    private const string Field = "query_network_filter";

    private static readonly FilterSchema<NetworkResource> Schema = new FilterSchema<NetworkResource>()
        .Text("networkResourceType", resource => EtsiWords.Of(resource.Type))
        .Text("networkResourceId", resource => resource.Id)
        .Text("networkResourceName", resource => resource.Name)
        .Text("networkId", resource => resource.NetworkId)
        .Text("networkType", resource => resource.Link?.Description?.NetworkType)
        .Text("providerNetwork", resource => resource.Link?.Description?.PhysicalNetwork)
        .Text("segmentationId", resource => resource.Link?.Description?.SegmentationId)
        .Text("cidr", resource => resource.Subnet?.Description.Cidr)
        .Text("attachedResourceId", resource => resource.Port?.AttachedTo?.Value)
        .Text("macAddress", resource => resource.Port?.MacAddress)
        .Texts("ipAddress", resource => (resource.Port?.Addresses ?? []).Select(address => address.Address))
        .Map("metadata", (resource, key) => MetadataMapping.Find(resource.Metadata, key));

    public QueryVirtualisedNetworkResourceResponse Run(
        QueryVirtualisedNetworkResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var text = request.QueryNetworkFilter?.Expression ?? "";
        var pager = Pager.Read(Name, text, request.Page, violations);
        var filter = QueryRunner.Compile(Schema, text, Field, violations);
        violations.ThrowIfAny();

        // As many of each kind as the page may hold are enough to fill it from all three.
        var found = Of(views.VirtualLinks, pager, filter!, call, view => view.State.Exists, view => new(view.State))
            .Concat(Of(views.Subnets, pager, filter!, call, _ => true, view => new(view.State)))
            .Concat(Of(views.Ports, pager, filter!, call, _ => true, view => new(view.State)));
        var page = pager.Cut(found, resource => resource.Id);
        var response = new QueryVirtualisedNetworkResourceResponse { NextPageToken = page.NextToken };
        foreach (var resource in page.Items)
        {
            Add(response, resource);
        }

        return response;
    }

    private static List<NetworkResource> Of<TView>(
        ViewTable<TView> table,
        Pager pager,
        Filter<NetworkResource> filter,
        RpcServerCall call,
        Func<TView, bool> listed,
        Func<TView, NetworkResource> resource)
        where TView : class, IView
    {
        var kept = new List<NetworkResource>();
        var after = pager.After;
        do
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            var slice = table.List(after, Pager.MaxSize, listed);
            kept.AddRange(slice.Items.Select(resource).Where(filter.Matches));
            after = slice.NextAfter;
        }
        while (after is not null && kept.Count <= pager.Size);

        return kept;
    }

    private void Add(QueryVirtualisedNetworkResourceResponse response, NetworkResource resource)
    {
        if (resource.Link is { } link)
        {
            response.QueryNetworkResult.Add(NetworkMapping.ToProto(link));
        }
        else if (resource.Subnet is { } subnet)
        {
            response.QuerySubnetResult.Add(NetworkMapping.ToProto(subnet, GroupOf(subnet.Link.Value)));
        }
        else if (resource.Port is { } port)
        {
            response.QueryNetworkPortResult.Add(NetworkMapping.ToProto(port, GroupOf(port.Link.Value)));
        }
    }

    private string GroupOf(string link) => views.VirtualLinks.Find(link)?.State.ResourceGroup.Value ?? "";
}
