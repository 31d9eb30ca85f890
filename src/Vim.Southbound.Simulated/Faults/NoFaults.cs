using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Faults;

/// <summary>Nothing goes wrong.</summary>
public sealed class NoFaults : IFaultPlan
{
    /// <summary>The plan; it has no state.</summary>
    public static NoFaults Plan { get; } = new();

    /// <inheritdoc />
    public OperationFault Next(HostId host, HostOperation operation, ComputeId compute, long sequence) => default;

    /// <inheritdoc />
    public HostFault? NextUnasked(HostId host, long sequence) => null;
}
