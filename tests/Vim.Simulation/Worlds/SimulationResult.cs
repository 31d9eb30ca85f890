using System.Text;

namespace Vim.Simulation.Worlds;

/// <summary>How a world ended.</summary>
/// <param name="Seed">The seed it came from.</param>
/// <param name="Failure">What a checker saw; null: all was well.</param>
/// <param name="Hash">Hash of the trace: the same for the same seed.</param>
/// <param name="Swarm">What kind of world it was.</param>
/// <param name="Tally">What came up.</param>
/// <param name="LastSteps">The last steps.</param>
internal sealed record SimulationResult(
    ulong Seed, string? Failure, ulong Hash, SwarmParameters Swarm, Tally Tally, IReadOnlyList<string> LastSteps)
{
    /// <summary>What is needed to find out why it failed.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        foreach (var step in LastSteps)
        {
            text.AppendLine(step);
        }

        return text
            .AppendLine($"{Swarm}")
            .AppendLine($"seed {Seed} failed: {Failure}")
            .AppendLine($"replay it: ./build.sh simulate --seed {Seed}")
            .ToString();
    }
}
