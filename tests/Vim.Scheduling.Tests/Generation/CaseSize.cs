using System.Collections.Immutable;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>How large generated cases are: what is picked from, and the most of it.</summary>
internal sealed record CaseSize
{
    /// <summary>Hosts of up to three NUMA nodes of up to four cores.</summary>
    public static CaseSize Small { get; } = new()
    {
        MaxHosts = 3,
        NodeCounts = [1, 2, 2, 3, 3],
        MaxCores = 4,
        FunctionCounts = [0, 1, 2, 3, 3, 3],
        MaxClaims = 5,
        MaxVirtualCpus = 4,
        GuestNodeCounts = [1, 1, 2, 2, 2, 3],
        VnicCounts = [0, 0, 0, 0, 1, 1, 2, 3],
        MaxGroups = 1,
        Policies = [PlacementPolicy.Pack, PlacementPolicy.Spread],
    };

    /// <summary>More hosts, each as large as brute force can still try in a millisecond or two.</summary>
    public static CaseSize Large { get; } = new()
    {
        MaxHosts = 8,
        NodeCounts = [2, 2, 3, 4],
        MaxCores = 5,
        FunctionCounts = [1, 2, 3, 4, 4],
        MaxClaims = 16,
        MaxVirtualCpus = 6,
        GuestNodeCounts = [1, 2, 2, 3, 4],
        VnicCounts = [0, 0, 0, 0, 1, 1, 2, 3, 4],
        MaxGroups = 2,
        Policies =
        [
            PlacementPolicy.Pack, PlacementPolicy.PackBalanced, PlacementPolicy.Spread, PlacementPolicy.Balance,
            PlacementPolicy.Power,
        ],
    };

    /// <summary>Small cases, most of them in groups by socket, on hosts of several nodes a socket.</summary>
    public static CaseSize Sockets { get; } = Small with
    {
        NodeCounts = [2, 3, 4, 4],
        MaxClaims = 8,
        VnicCounts = [0, 0, 0, 0, 0, 1],
        GroupPercent = 80,
        SocketPercent = 80,
        MaxGroups = 2,
    };

    public required int MaxHosts { get; init; }

    /// <summary>NUMA nodes of a host.</summary>
    public required int[] NodeCounts { get; init; }

    /// <summary>Cores of a NUMA node.</summary>
    public required int MaxCores { get; init; }

    /// <summary>Physical functions of a host.</summary>
    public required int[] FunctionCounts { get; init; }

    /// <summary>Requests placed before the one in question.</summary>
    public required int MaxClaims { get; init; }

    public required int MaxVirtualCpus { get; init; }

    public required int[] GuestNodeCounts { get; init; }

    public required int[] VnicCounts { get; init; }

    /// <summary>Groups of a request that is in any, 1 or 2.</summary>
    public required int MaxGroups { get; init; }

    /// <summary>How many of a hundred requests are in groups.</summary>
    public int GroupPercent { get; init; } = 20;

    /// <summary>How many of a hundred groups are by socket; at most 60 of the others are by host.</summary>
    public int SocketPercent { get; init; } = 20;

    public required ImmutableArray<PlacementPolicy> Policies { get; init; }

    /// <summary>Whether some policies have filters.</summary>
    public bool HasFilters { get; init; } = true;
}
