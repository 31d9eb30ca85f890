using Vim.Cli.Tests.Support;
using Vim.Descriptors.Model;

namespace Vim.Cli.Tests.Deployment;

public sealed class FlavourPlannerTests
{
    private static readonly Flavour Small = new()
    {
        Name = "small",
        Cpu = new CpuDemand { VcpuCount = 2 },
        Memory = new MemoryDemand { SizeMebibytes = 1024 },
    };

    private static readonly VirtualLink[] Links =
    [
        new() { Name = "left", Origin = VirtualLinkOrigin.Create },
        new() { Name = "right", Origin = VirtualLinkOrigin.Existing },
    ];

    [Fact]
    public void Computes_whose_vNICs_are_made_alike_share_a_flavour_whatever_their_networks()
    {
        var plan = Plans.Of(Deployment(
            Compute("a", Vnic("eth0", VnicKind.Virtio, "left")), Compute("b", Vnic("eth0", VnicKind.Virtio, "right"))));

        Assert.Equal("small", Assert.Single(plan.Flavours).Name);
        Assert.All(plan.Computes, compute => Assert.Equal("small", compute.Request.ComputeFlavourId));
        Assert.Equal(["right"], plan.ExistingNetworks);
    }

    [Fact]
    public void Computes_with_other_vNICs_get_a_flavour_of_their_own()
    {
        var plan = Plans.Of(Deployment(
            Compute("a", Vnic("eth0", VnicKind.Virtio, "left")), Compute("b", Vnic("eth0", VnicKind.SriovVf, "left"))));

        Assert.Equal(["small", "small-b"], plan.Flavours.Select(flavour => flavour.Name));
        Assert.Equal(["small", "small-b"], plan.Computes.Select(compute => compute.Request.ComputeFlavourId));
    }

    [Fact]
    public void A_flavour_of_the_catalogue_gets_the_vNICs_in_a_flavour_based_on_it()
    {
        var plan = Plans.Of(Deployment(Compute("a", Vnic("eth0", VnicKind.Virtio, "left"))) with
        {
            Flavours = [],
            ExistingFlavours = ["small"],
        });

        var flavour = Assert.Single(plan.Flavours);
        Assert.Equal(("small-a", "small"), (flavour.Name, flavour.BasedOn));
        Assert.Equal("small-a", plan.Computes.Single().Request.ComputeFlavourId);
    }

    [Fact]
    public void A_flavour_of_the_catalogue_is_used_as_it_is_where_there_are_no_vNICs()
    {
        var plan = Plans.Of(Deployment(Compute("a")) with { Flavours = [], ExistingFlavours = ["small"] });

        Assert.Empty(plan.Flavours);
        Assert.Equal("small", plan.Computes.Single().Request.ComputeFlavourId);
    }

    [Fact]
    public void A_file_with_a_flavour_only_makes_that_and_no_networks()
    {
        var plan = Plans.Of(
            Deployment() with { Flavours = [Small with { Vnics = [Vnic("xe0", VnicKind.SriovVf, "left")] }] });

        Assert.Equal("xe0", Assert.Single(Assert.Single(plan.Flavours).Request.Flavour.VirtualNetworkInterface).Name);
        Assert.Empty(plan.Networks);
    }

    [Fact]
    public void Several_instances_are_numbered_and_carry_the_deployment_in_their_names()
    {
        var plan = Plans.Of(Deployment(Compute("a") with { Count = 3 }));

        Assert.Equal(["a-1", "a-2", "a-3"], plan.Computes.Select(compute => compute.Name));
        Assert.Equal(["vnf-a-1", "vnf-a-2", "vnf-a-3"], plan.Computes.Select(compute => compute.Request.ComputeName));
    }

    private static VnfDeployment Deployment(params Compute[] computes) => new()
    {
        Name = "vnf",
        Format = DescriptorFormat.ToscaSol001,
        Flavours = [Small],
        VirtualLinks = Links,
        Computes = computes,
    };

    private static Compute Compute(string name, params Vnic[] vnics) =>
        new() { Name = name, FlavourName = "small", Vnics = vnics };

    private static Vnic Vnic(string name, VnicKind kind, string link) =>
        new() { Name = name, Kind = kind, VirtualLink = link };
}
