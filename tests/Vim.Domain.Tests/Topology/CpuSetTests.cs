using FsCheck;
using FsCheck.Fluent;
using Vim.Domain.Topology;

namespace Vim.Domain.Tests.Topology;

public sealed class CpuSetTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure;

    [Fact]
    public void Sets_do_what_sets_do()
    {
        Prop.ForAll(Ids().ToArbitrary(), Ids().ToArbitrary(), (left, right) =>
        {
            var (a, b) = (CpuSet.Of(left), CpuSet.Of(right));
            var (x, y) = (left.ToHashSet(), right.ToHashSet());
            return a.SetEquals(x)
                && a.Count == x.Count
                && a.Union(b).SetEquals(x.Union(y))
                && a.Intersect(b).SetEquals(x.Intersect(y))
                && a.Except(b).SetEquals(x.Except(y))
                && a.Overlaps(b) == x.Overlaps(y)
                && a.IsSubsetOf(b) == x.IsSubsetOf(y)
                && a.Equals(b) == x.SetEquals(y)
                && (!a.Equals(b) || a.GetHashCode() == b.GetHashCode())
                && left.All(a.Contains)
                && !a.Contains(CpuSet.MaxId + 1)
                && !a.Contains(-1);
        }).Check(Quick);
    }

    [Fact]
    public void Text_and_words_lead_back_to_the_set()
    {
        Prop.ForAll(Ids().ToArbitrary(), ids =>
        {
            var set = CpuSet.Of(ids);
            return CpuSet.Parse(set.ToString()).Equals(set)
                && CpuSet.FromWords(set.Words).Equals(set)
                && set.SequenceEqual(ids.Distinct().Order());
        }).Check(Quick);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("0-3,8", "0-3,8")]
    [InlineData(" 8 , 0-1 ,2", "0-2,8")]
    [InlineData("63-64,4095", "63-64,4095")]
    public void Cpulists_are_read(string text, string canonical) =>
        Assert.Equal(canonical, CpuSet.Parse(text).ToString());

    [Theory]
    [InlineData("x")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("4096")]
    [InlineData("0-99999999999")]
    [InlineData("1-2-3")]
    public void What_is_no_cpulist_is_refused(string text)
    {
        Assert.False(CpuSet.TryParse(text, out _));
        Assert.Throws<FormatException>(() => CpuSet.Parse(text));
    }

    [Fact]
    public void Ids_beyond_the_largest_are_refused_however_they_come()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CpuSet.Of(CpuSet.MaxId + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CpuSet.Of(-1));
        var words = new ulong[65];
        words[64] = 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => CpuSet.FromWords(words));
        words[64] = 0;
        Assert.True(CpuSet.FromWords(words).IsEmpty);
    }

    private static Gen<int[]> Ids() => Gen.OneOf(Gen.Choose(0, 70), Gen.Choose(0, CpuSet.MaxId)).ArrayOf();
}

internal static class CpuSetComparison
{
    public static bool SetEquals(this CpuSet set, IEnumerable<int> ids) => set.Order().SequenceEqual(ids.Order());
}
