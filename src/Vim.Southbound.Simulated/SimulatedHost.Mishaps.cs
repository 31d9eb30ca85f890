using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;

namespace Vim.Southbound.Simulated;

/// <summary>What befalls a host and its guests from outside: crashes, drift, power lost and had again.</summary>
public sealed partial class SimulatedHost
{
    /// <summary>A guest ends by an error.</summary>
    /// <exception cref="HostDriverException">There is no such guest.</exception>
    public void CrashGuest(ComputeId compute) => Change(() =>
    {
        var guest = _hypervisor.Find(compute)
            ?? throw new HostDriverException(ErrorCodes.NotFound, $"host {Id} has no guest for compute {compute}");
        _hypervisor.SetPower(compute, guest.Incarnation, GuestPowerState.Crashed, "the guest panicked");
    });

    /// <summary>A guest is gone, with all that it held.</summary>
    public void LoseGuest(ComputeId compute) => Change(() => _hypervisor.Lose(compute));

    /// <summary>The pins in force of a guest become others than those it was given.</summary>
    public void DriftPins(ComputeId compute, ImmutableArray<VirtualCpuPin> pins) =>
        Change(() => _hypervisor.DriftPins(compute, pins));

    /// <summary>The host loses power: every operation in progress fails, every guest is off.</summary>
    public void PowerOff()
    {
        CancellationTokenSource? down;
        lock (_lock)
        {
            down = _power.TurnOff();
            if (down is null)
            {
                return;
            }

            // The guests are as after a reboot from now on: nobody can look at them before there was one.
            _hypervisor.Reboot();
        }

        down.Cancel();
        PowerChanged?.Invoke(this);
    }

    /// <summary>The host comes up with a new boot id.</summary>
    public void PowerOn()
    {
        lock (_lock)
        {
            if (!_power.TurnOn())
            {
                return;
            }
        }

        PowerChanged?.Invoke(this);
    }

    /// <summary>The host goes down and comes up after its boot time.</summary>
    public async Task RebootAsync(CancellationToken cancellationToken)
    {
        PowerOff();
        var boot = _timing.Boot.At(_operations.Draw());
        if (boot > TimeSpan.Zero)
        {
            await Task.Delay(boot, _time, cancellationToken);
        }

        PowerOn();
    }

    /// <summary>Completes when the host is up: at once where it is.</summary>
    public Task WhenUpAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _power.WhenUp.WaitAsync(cancellationToken);
        }
    }
}
