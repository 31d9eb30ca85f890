using FsCheck;
using FsCheck.Fluent;
using Vim.Descriptors.Tests.Support;
using Outcome = Vim.Descriptors.Tests.Support.Outcome;

namespace Vim.Descriptors.Tests.Yaml;

/// <summary>
/// Descriptors damaged at random never make the reader throw: a deployment or errors, never both or neither.
/// </summary>
public sealed class MutationTests
{
    private static readonly string[] Pieces =
    [
        "", " ", "a", "1", "2", "\n", ":", "- ", "{", "}", "[", "]", "'", "\"", "#", "&a ", "*a", "<<: ", "null",
        "-1", "0", "999999999999999999999", "1e9", "0x", "~", "!!int ", "get_param", "{get_resource: port}",
        "{get_param: kind}", "get_attr", "${", "\t", "é", "\u0085", "%", "|\n", ">", "true", "10 Gbps", "4096 MB",
        "0-511", "^0", "2GB", "numas", "vcpus", "properties", "type", "hw:numa_nodes: 9",
    ];

    [Fact]
    public void A_damaged_descriptor_gives_a_deployment_or_errors()
    {
        var (deployable, refused) = (0, 0);
        Prop.ForAll(Damaged().ToArbitrary(), text =>
        {
            var result = Outcome.Read(text);
            Assert.Equal(result.Deployment is null, result.Errors.Count > 0);
            Assert.All(
                result.Errors,
                e => Assert.True(e.Place.Line >= 0 && e.Problem.Length > 0 && e.Remedy.Length > 0));
            Assert.All(
                result.Errors,
                e => Assert.True(e.Place.Line <= text.Count(c => c is '\n' or '\u0085' or '\r' or '\u2028') + 2));
            _ = result.IsDeployable ? deployable++ : refused++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

        // The damage must be neither deadly nor harmless, or the property says little.
        Assert.True(deployable > 20, $"only {deployable} of the damaged descriptors were deployable");
        Assert.True(refused > 500, $"only {refused} of the damaged descriptors were refused");
    }

    [Fact]
    public void Damaged_companions_and_parameters_give_a_deployment_or_errors()
    {
        var environments =
            from seed in Gen.Elements(
                "parameters:\n  kind: direct\n  image: x\n  names: {first: a, list: [b, c]}\n",
                "inputs: {side: a}\n")
            from text in Damage(seed, 2)
            select text;
        Prop.ForAll(environments.ToArbitrary(), Gen.Elements(Pieces).ToArbitrary(), (environment, value) =>
        {
            foreach (var main in Fixtures.All)
            {
                var result = DescriptorReader.Read(
                    new DescriptorFile("main", main),
                    [new DescriptorFile("env", environment)],
                    Outcome.Parameters(("kind", value)));
                Assert.Equal(result.Deployment is null, result.Errors.Count > 0);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static Gen<string> Damaged() =>
        from fixture in Gen.Elements(Fixtures.All)
        from hits in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Choose(2, 3)))
        from text in Damage(fixture, hits)
        select text;

    private static Gen<string> Damage(string text, int hits) => hits == 0
        ? Gen.Constant(text)
        : from at in Gen.Choose(0, text.Length)
          from cut in Gen.Frequency((5, Gen.Choose(0, 3)), (1, Gen.Choose(0, 60)))
          from piece in Gen.Elements(Pieces)
          from more in Damage(text[..at] + piece + text[Math.Min(text.Length, at + cut)..], hits - 1)
          select more;
}
