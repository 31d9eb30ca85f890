using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.AgentProtocol.Agent;

/// <summary>
/// Looks at the guests and tells what the VIM does not know yet: changes by themselves, all of them where one is gone
/// or where the VIM asked. Used by one stream, one look at a time.
/// </summary>
internal sealed class GuestObserver(IHostDriver driver, OrderRunner orders, TimeSpan limit, TimeProvider time)
{
    private const int MaxLooks = 5;

    private Dictionary<ComputeId, GuestObservation> _told = [];

    /// <summary>All guests, for a registration.</summary>
    public async Task<IReadOnlyList<GuestObservation>> BeginAsync(CancellationToken cancellationToken)
    {
        var guests = await ListAsync(cancellationToken);
        _told = guests.ToDictionary(guest => guest.Compute);
        return guests;
    }

    /// <summary>
    /// Looks, and says what is new. Where orders keep ending meanwhile, it gives up: there will be another look.
    /// </summary>
    /// <param name="all">Whether everything is to be said, new or not.</param>
    /// <param name="trySay">Says guests, complete or not; false where there is no room.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Whether all that was to be said is said.</returns>
    public async Task<bool> LookAsync(
        bool all,
        Func<IReadOnlyList<GuestObservation>, bool, bool> trySay,
        CancellationToken cancellationToken)
    {
        for (var look = 0; look < MaxLooks; look++)
        {
            var version = orders.Version;
            var guests = await ListAsync(cancellationToken);
            var said = false;
            if (orders.TrySay(version, () => said = Say(guests, all, trySay)))
            {
                return said;
            }
        }

        return false;
    }

    private bool Say(
        IReadOnlyList<GuestObservation> guests,
        bool all,
        Func<IReadOnlyList<GuestObservation>, bool, bool> trySay)
    {
        var seen = guests.ToDictionary(guest => guest.Compute);
        var complete = all || _told.Keys.Any(compute => !seen.ContainsKey(compute));
        var news = complete
            ? guests
            : [.. guests.Where(guest => !_told.TryGetValue(guest.Compute, out var told) || !Same(guest, told))];
        if ((complete || news.Count > 0) && !trySay(news, complete))
        {
            return false;
        }

        _told = seen;
        return true;
    }

    private async Task<IReadOnlyList<GuestObservation>> ListAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await driver.ListAsync(either.Token);
    }

    private static bool Same(GuestObservation left, GuestObservation right) =>
        left.Incarnation == right.Incarnation
        && left.PowerState == right.PowerState
        && left.Message == right.Message
        && left.Pins.SequenceEqual(right.Pins)
        && left.Nodes.SequenceEqual(right.Nodes);
}
