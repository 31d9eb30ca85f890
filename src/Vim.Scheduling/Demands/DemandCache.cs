using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Demands;

/// <summary>
/// The demands of late: thousands of computes are of few flavours, and reading requirements takes longer than placing
/// them. Found by what is asked for, not by who asks, without a byte allocated. A demand that was read when the ledger
/// knew fewer names is read again: one of its own may be among the new. Bounded: of two that fall on one place the
/// later stays. For one thread at a time.
/// </summary>
internal sealed class DemandCache
{
    private const int Places = 256;
    private readonly (ComputeRequirements? Wanted, Demand? Demand)[] _places =
        new (ComputeRequirements?, Demand?)[Places];
    private ZoneLedger? _ledger;
    private int _numbers;

    /// <summary>The demand of these requirements in a ledger.</summary>
    public Demand Of(ZoneLedger ledger, ComputeRequirements wanted)
    {
        if (ledger != _ledger)
        {
            Array.Clear(_places);
            _ledger = ledger;
        }

        ref var place = ref _places[(uint)RequirementsLikeness.Hash(wanted) % Places];
        if (place.Demand is { } known
            && known.NamesKnown == ledger.NamesKnown
            && RequirementsLikeness.Alike(place.Wanted!, wanted))
        {
            return known;
        }

        var demand = DemandReader.Read(ledger, wanted, ++_numbers);
        place = (wanted, demand);
        return demand;
    }
}
