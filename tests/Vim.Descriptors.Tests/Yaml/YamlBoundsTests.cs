using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Yaml;

/// <summary>Texts that try to take memory or time, and plain syntax errors.</summary>
public sealed class YamlBoundsTests
{
    [Fact]
    public void A_bomb_of_aliases_is_refused_at_the_alias_that_goes_too_far()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(i =>
            $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        var error = Assert.Single(Outcome.Read(text).Errors);

        Assert.Equal(5, error.Place.Line);
        Assert.Contains("more than 100000 nodes, aliases counted in full", error.Problem);
    }

    [Fact]
    public void An_alias_of_itself_is_refused() =>
        Outcome.RefusedAt("vnf: &a\n  name: *a\n", "*a", "", "alias *a stands for nothing before it");

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Deep_nesting_is_refused(char open)
    {
        var text = "vnf: " + (open == '[' ? new string('[', 90_000) : string.Concat(Enumerable.Repeat("{a: ", 90_000)));

        var error = Assert.Single(Outcome.Read(text).Errors);

        Assert.Contains("nested deeper than 64 levels", error.Problem);
    }

    [Fact]
    public void A_long_text_is_refused_before_it_is_parsed()
    {
        var error = Assert.Single(Outcome.Read(new string('x', (1024 * 1024) + 1)).Errors);

        Assert.Contains("1048577 characters, more than 1048576", error.Problem);
    }

    [Fact]
    public void A_second_value_of_a_key_is_refused() =>
        Outcome.RefusedAt(
            Fixtures.Openmano.With("    ram: 2048\n", "    ram: 2048\n    ram: 4096\n"),
            "ram: 4096",
            "vnf.VNFC[1].ram",
            "stands here a second time");

    [Theory]
    [InlineData("vnf:\n  name: [a\n", 3, "not YAML")]
    [InlineData("vnf:\n\tname: a\n", 2, "not YAML")]
    [InlineData("vnf: \"a\n", 1, "not YAML")]
    [InlineData("a:\n  b: {cd:num\ne: 9f: a, l: [b]}\n", 3, "not YAML: a value is broken off")]
    [InlineData("", 0, "the file is empty")]
    [InlineData("- a\n", 1, "no map of keys")]
    [InlineData("just words\n", 1, "no map of keys")]
    [InlineData("a: b\n", 1, "its first key is 'a'")]
    [InlineData("vnf: a\0b\n", 1, "control character")]
    [InlineData("? [a]\n: b\n", 1, "a key must be a plain word")]
    public void What_is_no_descriptor_is_refused_with_its_line(string text, int line, string problem)
    {
        var error = Assert.Single(Outcome.Read(text).Errors);

        Assert.Contains(problem, error.Problem);
        Assert.Equal(line, error.Place.Line);
    }

    [Fact]
    public void Half_a_character_is_refused_where_it_stands()
    {
        // Not in the theory: attributes cannot hold half a surrogate pair.
        var error = Assert.Single(Outcome.Read("vnf: \ud83d\ude00\n  \ud83d: b\n").Errors);

        Assert.Equal((2, 3), (error.Place.Line, error.Place.Column));
        Assert.Contains("half a character", error.Problem);
    }

    [Fact]
    public void A_second_document_is_refused() =>
        Outcome.RefusedAt(Fixtures.OpenvimServer + "\n---\na: b\n", "---", "", "a second YAML document starts here");

    [Fact]
    public void Text_functions_cannot_grow_without_bound()
    {
        var text = Fixtures.Heat
            .With(
                "template: \"ip=IP mac=MAC list=LIST\"",
                "template: \"" + string.Concat(Enumerable.Repeat("IP ", 100_000)) + "\"")
            .With("IP: {get_attr: [port, fixed_ips, 0, ip_address]}", "IP: \"" + new string('y', 100_000) + "\"");

        var error = Assert.Single(Outcome.Read(text).Errors);

        Assert.Equal("resources.one.properties.user_data", error.Place.Path);
        Assert.Contains("grows beyond 1048576 characters", error.Problem);
    }

    [Fact]
    public void A_merge_key_gives_what_the_map_itself_does_not_say()
    {
        var text = Fixtures.Openmano
            .With("- {name: eth0, model: paravirt}", "- &nic {name: eth0, model: e1000e}")
            .With("- {name: eth1}", "- {<<: *nic, name: eth1}");

        var vnics = Outcome.Deployable(text).Computes[1].Vnics;

        Assert.Equal(("eth1", "e1000e"), (vnics[1].Name, vnics[1].Model));
    }

    [Fact]
    public void Companions_are_bounded_in_number()
    {
        var companions = Enumerable.Range(0, 33).Select(i => new DescriptorFile($"{i}", "a: b")).ToList();

        var result = DescriptorReader.Read(new DescriptorFile("a", Fixtures.Heat), companions, DescriptorOptions.None);

        Assert.Contains("33 companions, more than 32", Assert.Single(result.Errors).Problem);
    }

    [Fact]
    public void Errors_are_bounded_in_number()
    {
        var text = "vnf:\n  name: a\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"  k{i}: v\n"));

        Assert.Equal(100, Outcome.Read(text).Errors.Count);
    }
}
