using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;

namespace Vim.Southbound.Simulated;

/// <summary>How guests come from and go to other hosts of the fleet.</summary>
public sealed partial class SimulatedHost
{
    /// <summary>The hosts to which guests can be sent, by id; null where there is no such host.</summary>
    public Func<HostId, SimulatedHost?> FindPeer { get; init; } = _ => null;

    /// <inheritdoc />
    public Task<GuestObservation> PrepareAsync(GuestSpec spec, CancellationToken cancellationToken) =>
        _queues.RunAsync(
            spec.Compute,
            () => MakeInOrderAsync(
                HostOperation.Prepare,
                spec,
                _hypervisor.Prepare,
                made => _hypervisor.Listen(made.Compute, made.Incarnation),
                cancellationToken),
            cancellationToken);

    /// <inheritdoc />
    public Task<GuestObservation> SendAsync(
        ComputeId compute, int incarnation, string endpoint, CancellationToken cancellationToken) =>
        _queues.RunAsync(
            compute, () => SendInOrderAsync(compute, incarnation, endpoint, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<GuestObservation> SettleAsync(
        ComputeId compute, int incarnation, CancellationToken cancellationToken) =>
        _queues.RunAsync(
            compute,
            () => _operations.RunAsync(
                HostOperation.Settle,
                compute,
                _timing.Observe,
                () => { },
                () => _hypervisor.Settle(compute, incarnation).Observe(),
                cancellationToken),
            cancellationToken);

    private async Task<GuestObservation> SendInOrderAsync(
        ComputeId compute, int incarnation, string endpoint, CancellationToken cancellationToken)
    {
        var (to, arrival) = GuestEndpoint.Parse(endpoint) is { } parsed ? parsed : default;
        var peer = to == default ? null : FindPeer(to);
        var duration = default(DurationRange);
        lock (_lock)
        {
            _operations.ThrowIfDown();
            var guest = _hypervisor.ToSend(compute, incarnation, endpoint);
            if (guest.SentTo == endpoint)
            {
                return guest.Observe();
            }

            duration = _timing.SendOf(guest.Memory);
        }

        if (peer is null)
        {
            throw new HostDriverException(
                ErrorCodes.HostRefused,
                $"host {Id} cannot reach {endpoint}; simulated hosts reach those of the same process");
        }

        var (fault, generation) = await _operations.PassAsync(
            HostOperation.Send,
            compute,
            duration,
            () => _hypervisor.ToSend(compute, incarnation, endpoint),
            peer.GoingDown,
            cancellationToken);
        var observation = HandOver(compute, incarnation, endpoint, peer, arrival, generation);
        return _operations.Told(HostOperation.Send, fault, observation);
    }

    /// <summary>
    /// Off here, then on there. One that is not taken there goes on here, as long as this host is up.
    /// </summary>
    private GuestObservation HandOver(
        ComputeId compute, int incarnation, string endpoint, SimulatedHost peer, int arrival, int generation)
    {
        SimulatedGuest guest;
        lock (_lock)
        {
            if (generation != _power.Generation)
            {
                throw _operations.Down();
            }

            guest = _hypervisor.HandOver(compute, incarnation, endpoint);
        }

        try
        {
            peer.Receive(compute, arrival);
        }
        catch (HostDriverException)
        {
            lock (_lock)
            {
                if (generation == _power.Generation)
                {
                    _hypervisor.TakeBack(compute, incarnation, endpoint);
                }
            }

            throw;
        }

        return guest.Observe();
    }

    private void Receive(ComputeId compute, int incarnation)
    {
        lock (_lock)
        {
            if (!_power.IsUp)
            {
                // Of the one that sends: this host says nothing any more.
                throw new HostDriverException(ErrorCodes.HostRefused, $"host {Id} went down while it was sent a guest");
            }

            _hypervisor.Receive(compute, incarnation);
        }

        GuestsChanged?.Invoke();
    }
}
