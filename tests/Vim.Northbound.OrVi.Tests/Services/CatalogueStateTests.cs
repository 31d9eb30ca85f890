using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Vim.Northbound.OrVi.Tests.World;

namespace Vim.Northbound.OrVi.Tests.Services;

/// <summary>
/// What etsi-models/ifa005 says of each operation's state against the running server: one that is planned answers
/// UNIMPLEMENTED, one that is served does not.
/// </summary>
public sealed partial class CatalogueStateTests(OrViWorld world) : IClassFixture<OrViWorld>
{
    [Fact]
    public async Task Each_call_is_served_exactly_if_the_catalogue_says_so()
    {
        var wrong = new List<string>();
        var served = 0;
        foreach (var (proto, rpc, state) in Operations())
        {
            var method = Files[proto].Services.Single().FindMethodByName(rpc);
            var answered = await world.Client.IsServedAsync(method);
            served += answered ? 1 : 0;
            if (answered != (state == "served"))
            {
                wrong.Add($"{method.FullName} is {state} in the catalogue, and {(answered ? "served" : "not served")}");
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(served, 20, 155);
    }

    private static Dictionary<string, FileDescriptor> Files { get; } =
        OrViClient.ServiceFiles.ToDictionary(file => file.Name);

    private static IEnumerable<(string Proto, string Rpc, string State)> Operations()
    {
        var folder = Checkout.At("etsi-models", "ifa005", "interfaces");
        foreach (var file in Directory.GetFiles(folder, "*.yaml"))
        {
            var text = File.ReadAllText(file);
            var proto = ProtoLine().Match(text).Groups[1].Value;
            foreach (Match operation in Operation().Matches(text))
            {
                yield return (proto, operation.Groups[1].Value, operation.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex(@"^proto: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex ProtoLine();

    [GeneratedRegex(
        @"^    rpc: (\w+)$(?:\n    (?:request|response): \w+$)+\n    state: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Operation();
}
