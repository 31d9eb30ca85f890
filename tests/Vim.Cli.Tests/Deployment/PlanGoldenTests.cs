using System.Text.Json.Nodes;
using Google.Protobuf;
using Vim.Cli.Deployment;
using Vim.Cli.Output;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Deployment;

/// <summary>Every descriptor of etsi-models/vnfd as the requests that deploy it.</summary>
public sealed class PlanGoldenTests
{
    public static TheoryData<string> Descriptors() =>
    [
        .. Directory.EnumerateFiles(Files.Of("etsi-models", "vnfd"), "*.yaml")
            .Select(file => Path.GetFileName(file))
            .Order(),
    ];

    [Theory]
    [MemberData(nameof(Descriptors))]
    public void A_descriptor_becomes_these_requests(string file)
    {
        var plan = Plans.Of(file);

        Golden.Check($"plans/{Path.GetFileNameWithoutExtension(file)}.json", MessageText.ToJson(ToNode(plan)));
    }

    [Theory]
    [MemberData(nameof(Descriptors))]
    public void Every_name_that_a_request_refers_to_is_in_the_plan(string file)
    {
        var plan = Plans.Of(file);

        var networks = plan.Networks.Select(network => network.Name).Concat(plan.ExistingNetworks).ToHashSet();
        Assert.All(plan.Computes, compute =>
        {
            Assert.Contains(compute.Request.ComputeFlavourId, plan.Flavours.Select(flavour => flavour.Name));
            Assert.Contains(compute.Request.VcImageId, plan.Images.Select(image => image.Name));
            Assert.All(compute.Request.InterfaceData, vnic => Assert.Contains(vnic.NetworkId, networks));
            var flavour = plan.Flavours.Single(one => one.Name == compute.Request.ComputeFlavourId).Request.Flavour;
            Assert.Equal(
                flavour.VirtualNetworkInterface.Select(vnic => vnic.Name),
                compute.Request.InterfaceData.Select(vnic => vnic.Name));
        });
    }

    [Fact]
    public void The_same_descriptor_has_the_same_digest_and_another_choice_another()
    {
        var one = DeploymentMarks.DigestOf(Plans.Of("firewall.yaml"));

        Assert.Equal(one, DeploymentMarks.DigestOf(Plans.Of("firewall.yaml")));
        Assert.NotEqual(one, DeploymentMarks.DigestOf(Plans.Of("firewall.yaml", zone: "zone-b")));
        Assert.NotEqual(one, DeploymentMarks.DigestOf(Plans.Of("router-forwarding-plane.yaml")));
    }

    [Fact]
    public void Keys_differ_by_resource_and_by_run_and_are_the_same_again()
    {
        var marks = new DeploymentMarks("fw", "digest", "run-1");

        Assert.Equal(marks.Key("compute", "fw-1"), new DeploymentMarks("fw", "digest", "run-1").Key("compute", "fw-1"));
        var all = new[]
        {
            marks.Key("compute", "fw-1"), marks.Key("compute", "fw-2"), marks.Key("flavour", "fw-1"),
            new DeploymentMarks("fw", "digest", "run-2").Key("compute", "fw-1"),
            new DeploymentMarks("fw", "other", "run-1").Key("compute", "fw-1"),
            new DeploymentMarks("fx", "digest", "run-1").Key("compute", "fw-1"),
        };
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private static JsonObject ToNode(DeploymentPlan plan) => new()
    {
        ["name"] = plan.Name,
        ["images"] = Nodes(plan.Images.Select(image => image.Request)),
        ["networks"] = Nodes(plan.Networks.SelectMany(network => network.Subnets.Prepend(network.Request))),
        ["existingNetworks"] = new JsonArray([.. plan.ExistingNetworks.Select(name => JsonValue.Create(name))]),
        ["flavours"] = Nodes(plan.Flavours.Select(flavour => flavour.Request)),
        ["groups"] = Nodes(plan.Groups.Select(group => group.Request)),
        ["computes"] = Nodes(plan.Computes.Select(compute => compute.Request)),
        ["ports"] = Nodes(plan.Computes.SelectMany(compute => compute.Ports)),
        ["notes"] = new JsonArray([.. plan.Notes.Select(note => JsonValue.Create(note))]),
    };

    /// <summary>Without what is not set: a golden file shows what is asked, not all that could be.</summary>
    private static JsonArray Nodes(IEnumerable<IMessage> messages) =>
        new([.. messages.Select(message => JsonNode.Parse(JsonFormatter.Default.Format(message)))]);
}
