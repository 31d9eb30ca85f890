using Vim.Actors;
using Vim.Domain.Compute;
using Vim.Domain.Identity;

namespace Vim.Engine.Actors;

/// <content>The second places of computes that migrate.</content>
internal sealed partial class ZoneSchedulerActor
{
    /// <summary>
    /// The place to migrate to: found as that of an allocation, while the compute keeps the one that it has.
    /// </summary>
    private static Turn PlaceElsewhere(ZoneState state, ClaimElsewhere claim)
    {
        var compute = claim.Request.Compute;
        if (state.Ledger.PlaceOf(compute) is { } place)
        {
            return Turn.None.Reply(MigrationRefusals.InReservedPlace(compute, place));
        }

        var result = state.Placer.Place(state.Ledger, claim.Request, state.Policy.Current);
        return result.Placement is not { } target
            ? Turn.None.Reply(NoHost(state.Zone, result.Infeasible!))
            : ReleaseElsewhere(state, compute)
                .Derive(new ElsewhereGranted(compute, target))
                .Tell(ActorNames.Of(compute), new ElsewhereClaimed(claim, target));
    }

    private static Turn ReleaseElsewhere(ZoneState state, ComputeId compute) =>
        state.Ledger.FindElsewhere(compute) is null ? Turn.None : Turn.None.Derive(new ElsewhereReleased(compute));
}
