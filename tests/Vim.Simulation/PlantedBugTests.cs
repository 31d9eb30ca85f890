using Vim.Simulation.Planting;
using Vim.Simulation.Worlds;

namespace Vim.Simulation;

/// <summary>Checkers that never saw a bug prove nothing: each of these was put in on purpose, and is caught.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const ulong MaxSeeds = 120;

    [Theory]
    [InlineData("JournalAnswersEarly", "durable")]
    [InlineData(
        "ReplayPlacesTwice",
        "the engine does not start|the replay is not|owned twice|claims are not|failed|now there is")]
    [InlineData(
        "ReplayNeverFrees",
        "the engine does not start|the replay is not|claims are not|owned twice|failed|it is not")]
    [InlineData("RequestLosesGroups", "group near is on|of group apart are on")]
    [InlineData("ReplyTooEarly", "was answered before it was durable|it was answered that it is gone")]
    [InlineData("ReplyChangesOnRetry", "and again with|now there is")]
    [InlineData("HostCreatesTwice", "has a guest on")]
    [InlineData("HostForgetsRemovals", "CPU .* runs|guests are not|and runs on")]
    [InlineData("HostKeepsRemoved", "CPU .* runs|guests are not|still holds it")]
    [InlineData("HostHidesGuest", "CPU .* runs|guests are not|and runs on")]
    [InlineData("RemovalsDropped", "did not come to its end|no end")]
    [InlineData("SourceGoesOn", "and runs on")]
    [InlineData("SourceKeepsSent", "still holds it")]
    [InlineData("TargetTellsEarly", "never ran there")]
    public void A_planted_bug_is_caught(string name, string how)
    {
        var bug = Enum.Parse<Bug>(name);
        for (ulong seed = 1; seed <= MaxSeeds; seed++)
        {
            if (SimulatedWorld.Run(seed, bug).Failure is { } failure)
            {
                output.WriteLine($"seed {seed}: {failure}");
                Assert.Matches(how, failure);
                return;
            }
        }

        Assert.Fail($"{bug} was not caught in {MaxSeeds} seeds");
    }
}
