using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// Where simulated hosts keep their guests, so that they outlive the process as a hypervisor's guests outlive its
/// agent. Safe for several threads.
/// </summary>
public interface IGuestStore
{
    /// <summary>What a host had when the store was opened: how often it had rebooted, and its guests.</summary>
    (int Reboots, IReadOnlyList<SimulatedGuest> Guests) Load(HostId host);

    /// <summary>Keeps a guest, in place of an earlier one of the same compute.</summary>
    void Put(HostId host, SimulatedGuest guest);

    /// <summary>Forgets a guest.</summary>
    void Remove(HostId host, ComputeId compute);

    /// <summary>Keeps how often the host rebooted.</summary>
    void Rebooted(HostId host, int reboots);
}

/// <summary>Keeps nothing: a host starts empty.</summary>
public sealed class NoGuestStore : IGuestStore
{
    /// <summary>The store; it has no state.</summary>
    public static NoGuestStore Instance { get; } = new();

    /// <inheritdoc />
    public (int Reboots, IReadOnlyList<SimulatedGuest> Guests) Load(HostId host) => (0, []);

    /// <inheritdoc />
    public void Put(HostId host, SimulatedGuest guest)
    {
    }

    /// <inheritdoc />
    public void Remove(HostId host, ComputeId compute)
    {
    }

    /// <inheritdoc />
    public void Rebooted(HostId host, int reboots)
    {
    }
}
