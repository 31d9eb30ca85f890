using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// What a host stands in together with others, as numbers of names; <see cref="NameTable.None"/>: unknown.
/// </summary>
/// <param name="Rack">Its rack.</param>
/// <param name="FaultDomain">What fails as one with it.</param>
internal readonly record struct HostSite(int Rack, int FaultDomain)
{
    /// <summary>The one of a scope of which there are many in a zone, and many hosts in each.</summary>
    public int Of(AffinityScope scope) => scope switch
    {
        AffinityScope.Rack => Rack,
        AffinityScope.FaultDomain => FaultDomain,
        _ => NameTable.None,
    };
}
