using Vim.Domain.Identity;

namespace Vim.Scheduling.Placing;

/// <summary>
/// A host as it would be with the request on it, for an <see cref="IOutcomeScorer"/>. Valid during the call only.
/// </summary>
public readonly ref struct Outcome
{
    internal Outcome(HostId host, RequestLoad request, HostLoad before, ReadOnlySpan<NodeOutcome> nodes)
    {
        Host = host;
        Request = request;
        Before = before;
        Nodes = nodes;
    }

    /// <summary>The host.</summary>
    public HostId Host { get; }

    /// <summary>What is placed.</summary>
    public RequestLoad Request { get; }

    /// <summary>The host as it is.</summary>
    public HostLoad Before { get; }

    /// <summary>Its NUMA nodes, by id.</summary>
    public ReadOnlySpan<NodeOutcome> Nodes { get; }
}
