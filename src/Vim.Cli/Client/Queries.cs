using Nfv.OrVi.V1;
using Vim.Cli.Errors;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Client;

/// <summary>Queries with all their pages.</summary>
internal static class Queries
{
    private const int PageSize = 1000;

    public static Task<List<VirtualCompute>> ComputesAsync(
        this VimClient client, Filter filter, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new QueryVirtualisedComputeResourceRequest { QueryComputeFilter = filter, Page = page };
                var answer = await client.CallAsync(OrVi.QueryCompute, request, cancellationToken);
                return (answer.QueryResult, answer.NextPageToken);
            });

    public static Task<List<VirtualComputeFlavour>> FlavoursAsync(
        this VimClient client, Filter filter, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new QueryComputeFlavourRequest { QueryComputeFlavourFilter = filter, Page = page };
                var answer = await client.CallAsync(OrVi.QueryFlavour, request, cancellationToken);
                return (answer.Flavours, answer.NextPageToken);
            });

    public static Task<List<SoftwareImageInformation>> ImagesAsync(
        this VimClient client, Filter filter, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new QueryImagesRequest { ImageQueryFilter = filter, Page = page };
                var answer = await client.CallAsync(OrVi.QueryImages, request, cancellationToken);
                return (answer.SoftwareImagesInformation, answer.NextPageToken);
            });

    public static Task<List<AffinityOrAntiAffinityConstraintsGroup>> GroupsAsync(
        this VimClient client, Filter filter, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest
                {
                    QueryFilter = filter,
                    Page = page,
                };
                var answer = await client.CallAsync(OrVi.QueryGroup, request, cancellationToken);
                return (answer.Groups, answer.NextPageToken);
            });

    public static Task<List<ResourceZone>> ZonesAsync(
        this VimClient client, Filter filter, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new QueryComputeResourceZoneRequest { Filter = filter, Page = page };
                var answer = await client.CallAsync(OrVi.QueryZone, request, cancellationToken);
                return (answer.ZoneInfo, answer.NextPageToken);
            });

    public static Task<List<HostSummary>> HostsAsync(
        this VimClient client, string zone, string aggregate, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new ListHostsRequest
                {
                    ZoneId = zone,
                    Aggregate = aggregate,
                    PageSize = PageSize,
                    PageToken = page.PageToken,
                };
                var answer = await client.CallAsync(Admin.ListHosts, request, cancellationToken);
                return (answer.Hosts, answer.NextPageToken);
            });

    public static Task<List<Reservation>> ReservationsAsync(
        this VimClient client, string zone, CancellationToken cancellationToken) =>
        AllAsync(
            async page =>
            {
                var request = new ListReservationsRequest
                {
                    ZoneId = zone,
                    PageSize = PageSize,
                    PageToken = page.PageToken,
                };
                var answer = await client.CallAsync(Admin.ListReservations, request, cancellationToken);
                return (answer.Reservations, answer.NextPageToken);
            });

    public static async Task<NetworkResources> NetworksAsync(
        this VimClient client, Filter filter, CancellationToken cancellationToken)
    {
        var resources = new NetworkResources();
        var page = new PageRequest { PageSize = PageSize };
        do
        {
            var request = new QueryVirtualisedNetworkResourceRequest { QueryNetworkFilter = filter, Page = page };
            var answer = await client.CallAsync(OrVi.QueryNetwork, request, cancellationToken);
            resources.Networks.AddRange(answer.QueryNetworkResult);
            resources.Subnets.AddRange(answer.QuerySubnetResult);
            resources.Ports.AddRange(answer.QueryNetworkPortResult);
            page.PageToken = answer.NextPageToken;
        }
        while (page.PageToken.Length > 0);
        return resources;
    }

    /// <summary>The one compute of this id or, where no id is meant, of this name.</summary>
    public static async Task<VirtualCompute> ComputeAsync(
        this VimClient client, string idOrName, CancellationToken cancellationToken) =>
        One(
            "compute",
            idOrName,
            await client.ComputesAsync(Filters.Equal("computeId", idOrName), cancellationToken) is { Count: > 0 } found
                ? found
                : await client.ComputesAsync(Filters.Equal("computeName", idOrName), cancellationToken),
            compute => compute.ComputeId);

    public static async Task<VirtualComputeFlavour> FlavourAsync(
        this VimClient client, string idOrName, CancellationToken cancellationToken) =>
        One(
            "flavour",
            idOrName,
            await client.FlavoursAsync(Filters.Equal("flavourId", idOrName), cancellationToken) is { Count: > 0 } found
                ? found
                : await client.FlavoursAsync(Filters.Equal("name", idOrName), cancellationToken),
            flavour => flavour.FlavourId);

    public static async Task<SoftwareImageInformation> ImageAsync(
        this VimClient client, string idOrName, CancellationToken cancellationToken) =>
        One(
            "image",
            idOrName,
            await client.ImagesAsync(
                Filters.Equal("softwareImageId", idOrName), cancellationToken) is { Count: > 0 } found
                ? found
                : await client.ImagesAsync(Filters.Equal("name", idOrName), cancellationToken),
            image => image.SoftwareImageId);

    public static async Task<AffinityOrAntiAffinityConstraintsGroup> GroupAsync(
        this VimClient client, string idOrName, CancellationToken cancellationToken) =>
        One(
            "group",
            idOrName,
            await client.GroupsAsync(Filters.Equal("groupId", idOrName), cancellationToken) is { Count: > 0 } found
                ? found
                : await client.GroupsAsync(Filters.Equal("groupName", idOrName), cancellationToken),
            group => group.GroupId);

    /// <summary>The one of several found, or a failure that says what to do.</summary>
    public static T One<T>(string kind, string idOrName, IReadOnlyList<T> found, Func<T, string> idOf) =>
        found.Count switch
        {
            1 => found[0],
            0 => throw CliException.NotFound(
                $"there is no {kind} {idOrName}", $"see 'vimctl {kind} list' for what there is"),
            _ => throw CliException.Conflict(
                $"{found.Count} {kind}s are named {idOrName}: {string.Join(", ", found.Take(10).Select(idOf))}",
                "give the id of the one that is meant"),
        };

    private static async Task<List<T>> AllAsync<T>(
        Func<PageRequest, Task<(Google.Protobuf.Collections.RepeatedField<T> Items, string Next)>> readAsync)
    {
        var all = new List<T>();
        var page = new PageRequest { PageSize = PageSize };
        do
        {
            var (items, next) = await readAsync(page);
            all.AddRange(items);
            page.PageToken = next;
        }
        while (page.PageToken.Length > 0);
        return all;
    }
}
