using Vim.Actors.Sources;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Sources;

public sealed class SourceTests
{
    [Fact]
    public void Seed_zero_gives_the_published_first_numbers_of_xoshiro256()
    {
        // The values that the authors' C code gives when its state is filled by SplitMix64 from 0.
        var random = new SeededRandomSource(0);
        Assert.Equal(
            [0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL, 0x6AA594F1262D2D2CUL],
            new[] { random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits() });
    }

    [Fact]
    public void Numbers_stay_in_their_range_and_fill_it_evenly()
    {
        var random = new SeededRandomSource(42);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[random.Next(6)]++;
            Assert.InRange(random.NextDouble(), 0, 0.9999999999999999);
        }
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Ids_are_version_7_carry_their_time_and_follow_the_seed()
    {
        var time = new ManualTime();
        var first = new TimeOrderedIdSource(time, new SeededRandomSource(1)).Next();
        var again = new TimeOrderedIdSource(time, new SeededRandomSource(1)).Next();
        Assert.Equal(first, again);
        Assert.Equal(7, first.Version);
        Assert.InRange(first.Variant, 8, 11);
        var text = first.ToString("N");
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(text[..12], 16));
        time.Advance(TimeSpan.FromMilliseconds(1));
        var later = new TimeOrderedIdSource(time, new SeededRandomSource(9)).Next();
        Assert.True(string.CompareOrdinal(later.ToString(), first.ToString()) > 0);
    }
}
