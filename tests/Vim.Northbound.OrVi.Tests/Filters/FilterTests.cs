using Vim.Northbound.OrVi.Filters;

namespace Vim.Northbound.OrVi.Tests.Filters;

public sealed class FilterTests
{
    private static readonly FilterSchema<Thing> Schema = new FilterSchema<Thing>()
        .Text("name", thing => thing.Name)
        .Texts("virtualNetworkInterface/networkId", thing => thing.Networks)
        .Number("virtualCpu/numVirtualCpu", thing => thing.Cpus)
        .Map("metadata", (thing, key) => thing.Metadata.GetValueOrDefault(key));

    private static readonly Thing Router = new("router-1", 8, ["net-a", "net-b"], new() { ["site"] = "oslo" });

    [Theory]
    [InlineData("")]
    [InlineData("(eq,name,router-1)")]
    [InlineData("(neq,name,firewall)")]
    [InlineData("(in,name,firewall,router-1)")]
    [InlineData("(nin,name,firewall,switch)")]
    [InlineData("(cont,name,outer)")]
    [InlineData("(ncont,name,fire)")]
    [InlineData("(eq,virtualNetworkInterface/networkId,net-b)")]
    [InlineData("(gt,virtualCpu/numVirtualCpu,7)")]
    [InlineData("(gte,virtualCpu/numVirtualCpu,8)")]
    [InlineData("(lt,virtualCpu/numVirtualCpu,9)")]
    [InlineData("(lte,virtualCpu/numVirtualCpu,8)")]
    [InlineData("(in,virtualCpu/numVirtualCpu,4,8)")]
    [InlineData("(eq,metadata/site,oslo)")]
    [InlineData("(eq,name,'router-1');(eq,metadata/site,oslo);(gt,virtualCpu/numVirtualCpu,-1)")]
    public void Keeps_what_matches(string filter) => Assert.True(Schema.Compile(filter).Matches(Router));

    [Theory]
    [InlineData("(eq,name,router)")]
    [InlineData("(neq,name,router-1)")]
    [InlineData("(nin,name,firewall,router-1)")]
    [InlineData("(neq,virtualNetworkInterface/networkId,net-b)")]
    [InlineData("(gt,virtualCpu/numVirtualCpu,8)")]
    [InlineData("(eq,metadata/rack,7)")]
    [InlineData("(eq,name,router-1);(eq,name,router-2)")]
    [InlineData("(eq,name,ROUTER-1)")]
    public void Drops_what_does_not(string filter) => Assert.False(Schema.Compile(filter).Matches(Router));

    [Fact]
    public void Takes_any_character_in_quotes()
    {
        var thing = Router with { Name = "it's (a;b),c" };
        Assert.True(Schema.Compile("(eq,name,'it''s (a;b),c')").Matches(thing));
    }

    [Theory]
    [InlineData("name=router", "at 0: ( expected")]
    [InlineData("(like,name,x)", "\"like\" is none of eq, neq")]
    [InlineData("(eq,name)", "eq takes one value, not 0")]
    [InlineData("(eq,name,a,b)", "eq takes one value, not 2")]
    [InlineData("(in,name)", "in takes at least one value, not 0")]
    [InlineData("(eq,name,'open)", "does not end")]
    [InlineData("(eq,name,a);", "the text ends")]
    [InlineData("(eq,name,a)(eq,name,b)", "; or the end expected")]
    [InlineData("(eq,,a)", "an attribute expected")]
    [InlineData("(eq,colour,red)", "\"colour\" is none of")]
    [InlineData("(eq,metadata,red)", "metadata/<key>")]
    [InlineData("(gt,name,a)", "name is a text")]
    [InlineData("(cont,virtualCpu/numVirtualCpu,8)", "is a number")]
    [InlineData("(eq,virtualCpu/numVirtualCpu,many)", "\"many\" is none")]
    public void Says_what_is_wrong_and_where(string filter, string expected)
    {
        var error = Assert.Throws<FilterException>(() => Schema.Compile(filter));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Is_bounded_in_length_terms_and_values()
    {
        var values = string.Join(',', Enumerable.Repeat("v", FilterParser.MaxValues));
        var terms = string.Join(';', Enumerable.Repeat("(eq,name,a)", FilterParser.MaxTerms));
        Assert.Single(FilterParser.Parse($"(in,name,{values})"));
        Assert.Equal(FilterParser.MaxTerms, FilterParser.Parse(terms).Length);
        Assert.Throws<FilterException>(() => FilterParser.Parse($"(in,name,{values},v)"));
        Assert.Throws<FilterException>(() => FilterParser.Parse(terms + ";(eq,name,a)"));
        Assert.Throws<FilterException>(
            () => FilterParser.Parse($"(eq,name,{new string('a', FilterParser.MaxLength)})"));
    }

    [Fact]
    public void Never_fails_otherwise_on_random_text()
    {
        const string Alphabet = "(),;' aeqnin/0";
        var random = new Random(20);
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            try
            {
                FilterParser.Parse(text);
                read++;
            }
            catch (FilterException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }

        Assert.InRange(read, 1, 19_999);
    }

    private sealed record Thing(string Name, long Cpus, string[] Networks, Dictionary<string, string> Metadata);
}
