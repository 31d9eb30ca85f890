using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Faults;

namespace Vim.Southbound.Simulated;

/// <summary>Lets what the fault plan says befall one host, at its time.</summary>
internal sealed class UnaskedFaults : IDisposable
{
    // The longest wait that a timer takes is about 49 days; a longer one is waited for in pieces.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly SimulatedHost _host;
    private readonly IFaultPlan _plan;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();

    public UnaskedFaults(SimulatedHost host, IFaultPlan plan, TimeProvider time)
    {
        _host = host;
        _plan = plan;
        _time = time;
        Finished = RunAsync(_stop.Token);
    }

    /// <summary>Ends when the plan has nothing more, or after <see cref="Dispose"/>. Never faults.</summary>
    public Task Finished { get; }

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var sequence = 0L; _plan.NextUnasked(_host.Id, sequence) is { } fault; sequence++)
            {
                for (var left = fault.After; left > TimeSpan.Zero; left -= Longest)
                {
                    await Task.Delay(left < Longest ? left : Longest, _time, cancellationToken);
                }

                await BefallAsync(fault, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task BefallAsync(HostFault fault, CancellationToken cancellationToken)
    {
        var guests = _host.Guests;
        try
        {
            switch (fault.Kind)
            {
                case HostFaultKind.GuestCrash when guests.Count > 0:
                    _host.CrashGuest(guests[(int)(fault.Choice % (uint)guests.Count)].Compute);
                    break;
                case HostFaultKind.GuestLoss when guests.Count > 0:
                    _host.LoseGuest(guests[(int)(fault.Choice % (uint)guests.Count)].Compute);
                    break;
                case HostFaultKind.Reboot:
                case HostFaultKind.Flap:
                    for (var count = 0; count < fault.Times; count++)
                    {
                        await _host.RebootAsync(cancellationToken);
                    }

                    break;
                default:
                    break;
            }
        }
        catch (HostDriverException)
        {
            // The host is down, or the guest went meanwhile: there is nothing to befall.
        }
    }
}
