namespace Vim.Scheduling.Placing;

/// <summary>
/// Keeps hosts from requests that would fit there, because their operator wants it so. Pure; <c>ToString</c> is its
/// text in a policy (<see cref="Policies.PolicyText"/>), and the words in which a refusal tells of it.
/// </summary>
public interface IHostFilter
{
    /// <summary>Whether the request may be on the host.</summary>
    bool Allows(in FilteredHost host, in FilteredRequest request);

    /// <summary>
    /// Of each amount that the request takes, at least so much more is free on every host that it allows: lets a
    /// search step over hosts unseen. 0: nothing is known.
    /// </summary>
    HostAmounts LeastLeft(in FilteredRequest request) => default;
}
