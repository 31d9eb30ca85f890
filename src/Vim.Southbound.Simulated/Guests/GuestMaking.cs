using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// One guest that is made, unless it was before: defined at the beginning, finished at the end. Until then nobody sees
/// it, and of one that fails nothing is left. Called under the host's lock.
/// </summary>
/// <param name="spec">The guest.</param>
/// <param name="hypervisor">Who makes it.</param>
/// <param name="unseen">The computes whose guests are being made.</param>
/// <param name="define">Books and defines it; whether it was not there.</param>
/// <param name="finish">Does the rest.</param>
internal sealed class GuestMaking(
    GuestSpec spec,
    SimulatedHypervisor hypervisor,
    HashSet<ComputeId> unseen,
    Func<GuestSpec, bool> define,
    Action<GuestSpec> finish)
{
    /// <summary>Whether it was begun and not finished.</summary>
    public bool IsUnderWay { get; private set; }

    public void Begin()
    {
        IsUnderWay = define(spec);
        if (IsUnderWay)
        {
            unseen.Add(spec.Compute);
        }
    }

    /// <exception cref="HostDriverException">It was lost meanwhile.</exception>
    public GuestObservation End()
    {
        if (IsUnderWay)
        {
            finish(spec);
            unseen.Remove(spec.Compute);
            IsUnderWay = false;
        }

        return hypervisor.Find(spec.Compute)?.Observe()
            ?? throw new HostDriverException(
                ErrorCodes.HostRefused,
                $"host {spec.Placement.Host} lost compute {spec.Compute} while it was looked at");
    }

    public void GiveUp()
    {
        unseen.Remove(spec.Compute);
        hypervisor.Lose(spec.Compute);
    }
}
