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
    public void Another_policy_is_refused_with_what_there_is()
    {
        Assert.Equal(
            "--placement-policy: line 1, column 1: \"none\" is none of pack, pack-balanced, spread, balance, power, "
                + "keep-large-holes, keep-room and no clause (filter, score, nodes, compare)",
            ErrorOf("none"));
        Assert.StartsWith("--placement-policy: line 1, column 14: \"keep\" is no filter", ErrorOf("pack; filter keep"));
    }

    [Fact]
    public void A_policy_is_given_by_its_parts_or_in_a_file()
    {
        const string Text = "filter keep-free(cpus=4); score fullest; nodes most-left";
        Assert.Equal(Text, PolicyOf("pack-balanced; filter keep-free(cpus=4)")!.Text);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "pack-balanced\n\nfilter keep-free(cpus=4)   # for the host\n");
            Assert.Equal(Text, PolicyOf($"@{path}")!.Text);
            File.WriteAllText(path, "pack-balanced\nfilter keep-free(cpus=none)\n");
            Assert.StartsWith(
                $"--placement-policy: {path}, line 2, column 23: \"none\" is no amount", ErrorOf($"@{path}"));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains(path, ErrorOf($"@{path}"));
    }

    private static PlacementPolicy? PolicyOf(string text) =>
        VimdCommand.Parse(["--plaintext", "--placement-policy", text])
            .GetValue<PlacementPolicy>("--placement-policy");

    private static string ErrorOf(string text) =>
        Assert.Single(VimdCommand.Parse(["--plaintext", "--placement-policy", text]).Errors).Message;
}
