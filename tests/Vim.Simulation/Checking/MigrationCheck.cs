using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Checking;

/// <summary>
/// Migrations against what the hosts really did: a compute has its new place when its guest ran there, a place is
/// given up when its host holds nothing of the guest, and each migration has one outcome.
/// </summary>
internal sealed class MigrationCheck(SimulatedWorld world)
{
    private Dictionary<ComputeId, ComputeState> _before = [];

    public void Check(IReadOnlyList<ComputeState> computes)
    {
        foreach (var now in computes)
        {
            if (_before.TryGetValue(now.Id, out var before) && before.Incarnation > 0)
            {
                Check(before, now);
            }
        }

        _before = computes.ToDictionary(state => state.Id);
    }

    /// <summary>
    /// In the end: as many outcomes as migrations, but for one that the end of the compute cut short.
    /// </summary>
    public void CheckEnd(ComputeState state, bool isAlive)
    {
        var log = world.Member.Durable;
        var begun = log.CountOf(state.Id.Value, nameof(ComputeMigrationRequested));
        var failed = log.CountOf(state.Id.Value, nameof(ComputeMigrationFailed));
        var open = begun - failed - log.CountOf(state.Id.Value, nameof(ComputeMigrated));
        world.Tally.FailedMigrations += failed;
        if (open < 0 || open > (isAlive ? 0 : 1))
        {
            world.Fail($"compute {state.Id}: {open} of {begun} migrations have no outcome");
        }
    }

    private void Check(ComputeState before, ComputeState now)
    {
        if (now.Incarnation > before.Incarnation
            && !world.FindHost(now.Placement!.Host)!.Guests.HasRun(now.Id, now.Incarnation))
        {
            world.Fail($"compute {now.Id} is told to have come to {now.Placement.Host}, and never ran there");
        }

        if (before.Migration is { } left
            && now.Migration is null
            && world.FindHost(left.Elsewhere.Host)!.Guests.Holds(now.Id, left.Incarnation))
        {
            world.Fail($"compute {now.Id} gave its place on {left.Elsewhere.Host} up, which still holds it");
        }
    }
}
