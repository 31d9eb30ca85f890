namespace Vim.Scheduling.Fitting;

/// <summary>
/// Bounds what one decision may cost its shard. Packing rates into functions is bin packing: there are requests (many
/// vNICs of many rates that all but fill the ports) for which a complete search would not end. Real requests take a
/// few steps; where the bound is met, the host counts as not fitting and the refusal says that the search was ended.
/// </summary>
internal sealed class SearchBudget
{
    private const int DecisionSteps = 1_000_000;
    private const int HostSteps = 100_000;
    private const int LeastHostSteps = 1_000;
    private int _decision = DecisionSteps;
    private int _host = HostSteps;

    /// <summary>Whether the search of the host at hand was ended before it was complete.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Dead ends met on the host at hand.</summary>
    public int Spent { get; private set; }

    public void StartDecision() => _decision = DecisionSteps;

    /// <summary>Dead ends that the search of the host at hand may meet.</summary>
    public int Allowance => _host;

    public void StartHost() => StartHost(Math.Max(LeastHostSteps, Math.Min(HostSteps, _decision)));

    /// <summary>Starts a host with an allowance of before, for a search that is done again.</summary>
    public void StartHost(int allowance)
    {
        _host = allowance;
        Spent = 0;
        IsEnded = false;
    }

    /// <summary>Counts one dead end.</summary>
    /// <returns>False when no more may be met.</returns>
    public bool Spend()
    {
        _decision--;
        IsEnded |= ++Spent >= _host;
        return !IsEnded;
    }

    /// <summary>Counts the dead ends of a search that need not be done again.</summary>
    public void Charge(int steps) => _decision -= steps;
}
