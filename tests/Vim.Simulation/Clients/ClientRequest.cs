using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Simulation.Clients;

/// <summary>A request of a client, from its first try to its answer.</summary>
/// <param name="key">Its idempotency key.</param>
/// <param name="command">What it asks.</param>
/// <param name="compute">The compute it is about; null: one that is to be.</param>
internal sealed class ClientRequest(string key, IRequest<ComputeState> command, ComputeId? compute)
{
    public string Key => key;

    public IRequest<ComputeState> Command => command;

    public ComputeId? Compute => compute;

    public int Tries { get; set; }

    public bool IsDone { get; set; }

    public override string ToString() => $"{key} {command.GetType().Name}{(compute is { } id ? $" {id}" : "")}";
}
