using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Faults;

/// <summary>Decides what goes wrong. Called from any thread; must not block.</summary>
public interface IFaultPlan
{
    /// <summary>What happens to one operation of a host's driver.</summary>
    /// <param name="host">The host.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="compute">The compute it is about; default for discover and list.</param>
    /// <param name="sequence">How many operations the host began before this one.</param>
    OperationFault Next(HostId host, HostOperation operation, ComputeId compute, long sequence);

    /// <summary>The next thing that befalls a host unasked.</summary>
    /// <param name="host">The host.</param>
    /// <param name="sequence">How many befell it before.</param>
    /// <returns>Null: nothing ever again.</returns>
    HostFault? NextUnasked(HostId host, long sequence);
}

/// <summary>The operations of a host's driver.</summary>
public enum HostOperation
{
    /// <summary>Discover the inventory.</summary>
    Discover,

    /// <summary>List the guests.</summary>
    List,

    /// <summary>Create a guest.</summary>
    Create,

    /// <summary>Do a power operation.</summary>
    Operate,

    /// <summary>Remove a guest.</summary>
    Destroy,

    /// <summary>Make ready for a guest of another host.</summary>
    Prepare,

    /// <summary>Send a guest to another host.</summary>
    Send,

    /// <summary>Say what became of a guest that was to come.</summary>
    Settle,
}

/// <summary>What happens to one operation.</summary>
/// <param name="Kind">Which fault.</param>
/// <param name="Extra">How much longer it takes, for <see cref="OperationFaultKind.Slow"/>; else zero.</param>
public readonly record struct OperationFault(OperationFaultKind Kind, TimeSpan Extra = default);

/// <summary>The faults of operations.</summary>
public enum OperationFaultKind
{
    /// <summary>All is well.</summary>
    None,

    /// <summary>The host refuses; nothing is done.</summary>
    Fails,

    /// <summary>It takes longer.</summary>
    Slow,

    /// <summary>It never ends until it is cancelled or the host goes down; then nothing is done.</summary>
    Hangs,

    /// <summary>It is done, and reported as failed.</summary>
    DoneButFails,
}

/// <summary>Something that befalls a host.</summary>
/// <param name="After">Time since the one before (or the start).</param>
/// <param name="Kind">What.</param>
/// <param name="Choice">Which guest it strikes: this number modulo the count of guests.</param>
/// <param name="Times">How often the host goes down and up, for <see cref="HostFaultKind.Flap"/>.</param>
public readonly record struct HostFault(TimeSpan After, HostFaultKind Kind, uint Choice = 0, int Times = 1);

/// <summary>What befalls hosts.</summary>
public enum HostFaultKind
{
    /// <summary>A guest ends by an error.</summary>
    GuestCrash,

    /// <summary>A guest is gone.</summary>
    GuestLoss,

    /// <summary>The host restarts with a new boot id; its guests are off.</summary>
    Reboot,

    /// <summary>The host restarts several times in a row.</summary>
    Flap,
}
