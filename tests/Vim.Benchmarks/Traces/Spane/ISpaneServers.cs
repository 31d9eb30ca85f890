namespace Vim.Benchmarks.Traces.Spane;

/// <summary>The servers of one episode, and a policy that chooses among them.</summary>
internal interface ISpaneServers
{
    /// <summary>Whether the request fits anywhere now.</summary>
    bool Fits(int row, in SpaneRequest request);

    /// <summary>
    /// Places the request where the policy wants it; false, and nothing changed, where it fits nowhere.
    /// </summary>
    bool TryPlace(int row, in SpaneRequest request);

    /// <summary>Ends a request that was placed.</summary>
    void Release(int row);
}
