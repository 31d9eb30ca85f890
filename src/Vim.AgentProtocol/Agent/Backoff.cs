namespace Vim.AgentProtocol.Agent;

/// <summary>
/// How long to wait before dialling again: doubled at each failure up to a bound, and drawn evenly from its upper half,
/// so that thousands of agents do not come back in one moment and none comes at once.
/// </summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max, Random chance)
{
    private int _failures;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var ceiling = min * Math.Pow(2, Math.Min(_failures, 30));
        _failures++;
        var wait = ceiling < max ? ceiling : max;
        return wait * (0.5 + (0.5 * chance.NextDouble()));
    }

    /// <summary>It worked: the next wait is the shortest again.</summary>
    public void Reset() => _failures = 0;
}
