using Nfv.OrVi.V1;
using Vim.Cli.Deployment;
using Vim.Descriptors.Model;

namespace Vim.Cli.Tests.Deployment;

public sealed class VnicKindTests
{
    [Theory]
    [InlineData(VnicKind.Virtio, TypeVirtualNic.Virtio)]
    [InlineData(VnicKind.SriovVf, TypeVirtualNic.SriovVf)]
    [InlineData(VnicKind.PfPassthrough, TypeVirtualNic.PfPassthrough)]
    [InlineData(VnicKind.Macvtap, TypeVirtualNic.Macvtap)]
    [InlineData(VnicKind.VhostUser, TypeVirtualNic.VhostUser)]
    [InlineData(VnicKind.Vdpa, TypeVirtualNic.Vdpa)]
    public void A_kind_of_a_descriptor_is_asked_for_as_such(VnicKind kind, TypeVirtualNic type) =>
        Assert.Equal(type, VnicMapper.Map(new Vnic { Name = "e", Kind = kind, VirtualLink = "l" }).TypeVirtualNic);
}
