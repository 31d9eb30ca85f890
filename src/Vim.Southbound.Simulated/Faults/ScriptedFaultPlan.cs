using System.Collections.Concurrent;
using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Faults;

/// <summary>Faults given one by one: each is used once, by the first operation of its kind on its host.</summary>
public sealed class ScriptedFaultPlan : IFaultPlan
{
    private readonly ConcurrentDictionary<(HostId, HostOperation), ConcurrentQueue<OperationFault>> _faults = new();

    /// <summary>Lets the next operation of this kind on the host go wrong; several are used in order.</summary>
    public ScriptedFaultPlan Add(HostId host, HostOperation operation, OperationFault fault)
    {
        _faults.GetOrAdd((host, operation), static _ => new()).Enqueue(fault);
        return this;
    }

    /// <inheritdoc />
    public OperationFault Next(HostId host, HostOperation operation, ComputeId compute, long sequence) =>
        _faults.TryGetValue((host, operation), out var queue) && queue.TryDequeue(out var fault) ? fault : default;

    /// <inheritdoc />
    public HostFault? NextUnasked(HostId host, long sequence) => null;
}
