using System.Collections.Immutable;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Policies;

public sealed class PolicyTextTests
{
    [Theory]
    [InlineData("pack", "score fullest; nodes least-left")]
    [InlineData("pack-balanced", "score fullest; nodes most-left")]
    [InlineData("spread", "score emptiest; nodes most-left")]
    [InlineData("balance", "score even; nodes least-left")]
    [InlineData("power", "score fullest idle-last; nodes least-left")]
    [InlineData("keep-large-holes", "score fullest; nodes least-left; compare large-holes")]
    [InlineData("keep-room", "score fullest idle-last; nodes most-left; compare usual-flavours")]
    public void A_name_stands_for_a_text(string name, string text)
    {
        Assert.Equal(text, PolicyText.Read(name).Text);
        Assert.Same(PolicyText.Read(name), PolicyText.Read(text));
        Assert.Equal(name, PolicyText.Read(text).Name);
    }

    [Theory]
    [InlineData("filter keep-free(cpus=4)", "filter keep-free(cpus=4); score fullest; nodes least-left")]
    [InlineData(
        "spread; filter max-computes(40) reserve-trait(CUSTOM_GPU) reserve-aggregate(gold-1);"
            + "filter keep-free(memory=10%,vfs=1)",
        "filter max-computes(40) reserve-trait(CUSTOM_GPU) reserve-aggregate(gold-1) keep-free(memory=10%, vfs=1);"
            + " score emptiest; nodes most-left")]
    [InlineData(
        "score fill(cpus=2, memory=1, vfs=-1) idle-last",
        "score fill(dedicated-cpus=2, floating-vcpus=2, small-pages=1, huge-pages=1, vfs=-1) idle-last; "
            + "nodes least-left")]
    [InlineData(
        "keep-room; compare usual-flavours(half-life=50, outcomes=128)",
        "score fullest idle-last; nodes most-left; compare usual-flavours(outcomes=128, half-life=50)")]
    [InlineData("keep-large-holes; compare nothing; nodes most-left", "score fullest; nodes most-left")]
    [InlineData("\n# ours\npack;;\nfilter keep-free(\n  cpus=4, # for the host\n  memory=1536MiB)\n",
        "filter keep-free(cpus=4, memory=1536MiB); score fullest; nodes least-left")]
    public void Parts_are_combined(string text, string written)
    {
        var policy = PolicyText.Read(text);
        Assert.Equal(written, policy.Text);
        Assert.Equal(written, PolicyText.Read(policy.Text).Text);
        Assert.Equal(
            policy.Name,
            PlacementPolicy.Named.FirstOrDefault(named => named.Text == written)?.Name ?? written);
    }

    [Theory]
    [InlineData("", 1, 1, "there is nothing in it")]
    [InlineData(
        "none",
        1,
        1,
        "\"none\" is none of pack, pack-balanced, spread, balance, power, keep-large-holes, keep-room "
            + "and no clause (filter, score, nodes, compare)")]
    [InlineData("pack; spread", 1, 7, "\"spread\" is no clause (filter, score, nodes, compare)")]
    [InlineData("pack spread", 1, 6, "\";\" or the end belongs here, not \"spread\"")]
    [InlineData(
        "filter keep-fre(cpus=4)",
        1,
        8,
        "\"keep-fre\" is no filter (keep-free, max-computes, reserve-trait, reserve-aggregate)")]
    [InlineData("filter", 1, 7, "a filter belongs here, not the end")]
    [InlineData("pack\nfilter keep-free(cpu=4)", 2, 22, "keep-free takes cpus, memory, vfs, not cpu")]
    [InlineData("filter keep-free", 1, 8, "keep-free says of what: keep-free(cpus=4), keep-free(memory=10%, vfs=1)")]
    [InlineData(
        "filter keep-free(cpus=101%)", 1, 23, "\"101%\" is no amount such as 4 or 10% (1 to 1000000, 1% to 100%)")]
    [InlineData("filter keep-free(memory=4)", 1, 25, "\"4\" is no amount of memory such as 512MiB, 16GiB or 10%")]
    [InlineData("filter keep-free(cpus=4, cpus=5)", 1, 26, "cpus stands twice in keep-free")]
    [InlineData("filter max-computes", 1, 8, "max-computes takes COUNT in brackets, as in max-computes(COUNT)")]
    [InlineData("filter max-computes(0)", 1, 21, "\"0\" is no whole number from 1 to 1000000")]
    [InlineData("filter max-computes(4", 1, 22, "\",\" or \")\" belongs here, not the end")]
    [InlineData("score cpus=1", 1, 7, "\"cpus\" is no scorer (fullest, emptiest, even, fill)")]
    [InlineData("score fill(cpus=0.5)", 1, 17, "\"0.5\" is no whole number from -1000000 to 1000000")]
    [InlineData("score even idle-last", 1, 12, "idle-last goes with no even; it goes with fullest, emptiest and fill")]
    [InlineData("score fullest; score even", 1, 16, "score stands twice")]
    [InlineData("nodes least", 1, 7, "\"least\" is no order of NUMA nodes (least-left, most-left)")]
    [InlineData("compare holes", 1, 9, "\"holes\" is no comparison (large-holes, usual-flavours, nothing)")]
    [InlineData("pack: 4", 1, 5, "\":\" means nothing in a policy")]
    public void What_no_policy_says_is_refused_with_its_place_and_what_may_stand_there(
        string text, int line, int column, string problem)
    {
        var error = Assert.Throws<PolicyTextException>(() => PolicyText.Read(text));
        Assert.Equal((line, column, problem), (error.Line, error.Column, error.Problem));
        Assert.Equal($"line {line}, column {column}: {problem}", error.Message);
    }

    [Fact]
    public void Long_texts_and_many_filters_are_refused()
    {
        var filters = string.Concat(Enumerable.Repeat(" max-computes(1)", PolicyText.MaxFilters));
        Assert.Equal(PolicyText.MaxFilters, PolicyText.Read($"filter{filters}").Filters.Length);
        Assert.Throws<PolicyTextException>(() => PolicyText.Read($"filter{filters} max-computes(2)"));
        Assert.Throws<PolicyTextException>(() => PolicyText.Read($"pack{new string(' ', PolicyText.MaxLength)}"));
    }

    /// <summary>Policies made of parts are written, read again, and then choose the same.</summary>
    [Fact]
    public void A_policy_that_is_written_reads_as_itself()
    {
        var texts = new HashSet<string>();
        var placed = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var make = new CaseGenerator(seed, CaseSize.Small);
            var policy = Make(make);
            var read = PolicyText.Read(policy.Text);
            Assert.Equal(policy.Text, read.Text);
            Assert.Equal(policy.Filters.ToArray(), read.Filters.ToArray());
            Assert.Equal(policy with { Name = "", Filters = [] }, read with { Name = "", Filters = [] });
            texts.Add(read.Text);
            placed += PlacesAlike(make, policy, read) ? 1 : 0;
        }

        Assert.True(texts.Count > 100 && placed > 40, $"{texts.Count} texts, {placed} placed");
    }

    private static bool PlacesAlike(CaseGenerator make, PlacementPolicy one, PlacementPolicy other)
    {
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        for (var index = 0; index < 6; index++)
        {
            ledger.PutHost(make.Host($"h-{index}"), HostAvailability.Enabled);
        }

        var request = make.Request("c", [.. ledger.Hosts().Select(host => host.Id)], []);
        var host = new Placer().Choose(ledger, request, one);
        Assert.Equal(host, new Placer().Choose(ledger, request, other));
        return host is not null;
    }

    private static PlacementPolicy Make(CaseGenerator make)
    {
        var filled = new WeightedScorer(new(make.Next(9) - 4, make.Next(9), -make.Next(9), make.Next(3), make.Next(2)));
        var scorer = make.Pick<IStandingScorer>(FreeScorer.Least, FreeScorer.Most, filled, filled);
        var outcomes = make.Pick<IOutcomeScorer?>(
            null, new LargeHolesScorer(), new UsualFlavoursScorer([]) { HalfLife = make.Pick(1_000, 7) });
        return new(
            "",
            make.Chance(30) ? new IdleLastScorer(scorer) : scorer,
            make.Pick(NodeOrder.LeastLeft, NodeOrder.MostLeft))
        {
            Filters = make.Chance(80) ? Filters(make) : [],
            OutcomeScorer = outcomes,
            MaxOutcomes = outcomes is null ? 64 : make.Pick(1, 64, 1024),
        };
    }

    private static ImmutableArray<IHostFilter> Filters(CaseGenerator make) =>
        [.. Enumerable.Range(0, 1 + make.Next(3)).Select(_ => make.Filter())];
}
