using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>Hosts with a trait are for requests that ask for it; whatever else fits there goes elsewhere.</summary>
/// <param name="Trait">An OpenStack trait name: <c>HW_GPU_API_VULKAN</c>, <c>CUSTOM_RT_KERNEL</c>.</param>
public sealed record ReserveTraitFilter(string Trait) : IHostFilter
{
    /// <inheritdoc />
    public bool Allows(in FilteredHost host, in FilteredRequest request) =>
        !host.Traits.Contains(Trait) || request.RequiredTraits.Contains(Trait);

    /// <inheritdoc />
    public override string ToString() => $"reserve-trait({Trait})";
}
