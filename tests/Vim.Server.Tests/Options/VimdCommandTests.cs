using Vim.Scheduling.Placing;
using Vim.Server.Options;

namespace Vim.Server.Tests.Options;

public sealed class VimdCommandTests
{
    [Fact]
    public void Every_named_placement_policy_can_be_asked_for()
    {
        Assert.Contains(PlacementPolicy.PackBalanced, PlacementPolicy.Named);
        foreach (var policy in PlacementPolicy.Named)
        {
            var parsed = VimdCommand.Create().Parse(["--plaintext", "--placement-policy", policy.Name]);
            Assert.Empty(parsed.Errors);
            Assert.Same(policy, parsed.GetValue<PlacementPolicy>("--placement-policy"));
        }

        Assert.Same(
            PlacementPolicy.Pack,
            VimdCommand.Create().Parse(["--plaintext"]).GetValue<PlacementPolicy>("--placement-policy"));
    }

    [Fact]
    public void Another_policy_is_refused_with_those_that_there_are()
    {
        var error = Assert.Single(VimdCommand.Create().Parse(["--placement-policy", "none"]).Errors);
        Assert.Equal(
            "--placement-policy: \"none\" is none of pack, pack-balanced, spread, balance, power, keep-large-holes",
            error.Message);
    }
}
