using Nfv.OrVi.V1;
using Vim.Northbound.OrVi.Paging;
using Vim.Northbound.OrVi.Validation;

namespace Vim.Northbound.OrVi.Tests.Paging;

public sealed class PagerTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 25).Select(number => $"c-{number:00}")];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(100)]
    public void Pages_together_are_everything_once_in_order(int size)
    {
        var shuffled = Ids.OrderBy(id => id.GetHashCode(StringComparison.Ordinal)).ToArray();
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = Read(new() { PageSize = size, PageToken = token }).Cut(shuffled, id => id);
            Assert.InRange(page.Items.Count, 1, size);
            seen.AddRange(page.Items);
            token = page.NextToken;
        }
        while (token.Length > 0);

        Assert.Equal(Ids, seen);
    }

    [Fact]
    public void A_page_goes_on_after_the_last_id_although_that_one_is_gone()
    {
        var first = Read(new() { PageSize = 10 }).Cut(Ids, id => id);
        var left = Ids.Except(["c-09", "c-10"]);
        var second = Read(new() { PageSize = 10, PageToken = first.NextToken }).Cut(left, id => id);
        Assert.Equal("c-11", second.Items[0]);
    }

    [Fact]
    public void Without_a_page_request_there_are_a_hundred()
    {
        var page = Read(null).Cut(Enumerable.Range(0, 200), number => $"{number:000}");
        Assert.Equal(Pager.DefaultSize, page.Items.Count);
        Assert.NotEmpty(page.NextToken);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AQAAAAAAAAAAYQ")]
    public void A_token_that_is_none_is_refused(string token) =>
        Assert.True(Broken(new() { PageToken = token }));

    [Fact]
    public void A_token_of_another_query_or_filter_is_refused()
    {
        Assert.False(Broken(new() { PageToken = PageToken.Write("query", "filter", "c-1") }));
        Assert.True(Broken(new() { PageToken = PageToken.Write("query", "other", "c-1") }));
        Assert.True(Broken(new() { PageToken = PageToken.Write("other", "filter", "c-1") }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void A_page_size_out_of_range_is_refused(int size) => Assert.True(Broken(new() { PageSize = size }));

    private static Pager Read(PageRequest? page)
    {
        var violations = new Violations();
        var pager = Pager.Read("query", "filter", page, violations);
        Assert.False(violations.Any);
        return pager;
    }

    private static bool Broken(PageRequest page)
    {
        var violations = new Violations();
        Pager.Read("query", "filter", page, violations);
        return violations.Any;
    }
}
