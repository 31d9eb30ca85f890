using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>Whose a claim is: a compute's, or a reservation's for one of its places.</summary>
public readonly record struct ClaimHolder
{
    private ClaimHolder(ComputeId compute, ReservedPlace? place)
    {
        Compute = compute;
        Place = place;
    }

    /// <summary>The compute; the default where a reservation holds the claim.</summary>
    public ComputeId Compute { get; }

    /// <summary>The place that the claim is held for; null where it is a compute's.</summary>
    public ReservedPlace? Place { get; }

    /// <summary>A compute.</summary>
    public static implicit operator ClaimHolder(ComputeId compute) => FromComputeId(compute);

    /// <summary>A compute.</summary>
    public static ClaimHolder FromComputeId(ComputeId compute) => new(compute, null);

    /// <summary>A place of a reservation.</summary>
    public static ClaimHolder Of(ReservedPlace place) => new(default, place);

    /// <summary><c>compute c7</c>, <c>place 3 of reservation r1</c>.</summary>
    public override string ToString() => Place?.ToString() ?? $"compute {Compute}";
}
