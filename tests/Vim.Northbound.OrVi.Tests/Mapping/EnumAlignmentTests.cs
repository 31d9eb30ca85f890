using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Tests.Mapping;

/// <summary>
/// The mapping relies on API enums being those of the domain plus one; renumbering either must not pass.
/// </summary>
public sealed class EnumAlignmentTests
{
    [Fact]
    public void Cpu_policies_align() => Align<Vim.Domain.Epa.CpuPolicy, Proto.CpuPolicy>();

    [Fact]
    public void Thread_policies_align() => Align<Vim.Domain.Epa.CpuThreadPolicy, Proto.CpuThreadPolicy>();

    [Fact]
    public void Emulator_policies_align() => Align<Vim.Domain.Epa.EmulatorThreadPolicy, Proto.EmulatorThreadPolicy>();

    [Fact]
    public void Pci_policies_align() => Align<Vim.Domain.Epa.PciNumaPolicy, Proto.PciNumaPolicy>();

    [Fact]
    public void Page_sizes_align() => Align<Vim.Domain.Epa.PageSizeKind, Proto.PageSizeKind>();

    [Fact]
    public void Device_spreads_align() => Align<Vim.Domain.Epa.DeviceSpread, Proto.DeviceSpread>();

    [Fact]
    public void Vnic_kinds_align() => Align<Vim.Domain.Epa.VnicKind, Proto.TypeVirtualNic>();

    [Fact]
    public void Dimensions_align() => Align<Vim.Domain.Placement.Dimension, Proto.Dimension>();

    private static void Align<TDomain, TApi>()
        where TDomain : struct, Enum
        where TApi : struct, Enum
    {
        var domain = Enum.GetValues<TDomain>().Select(value => (Convert.ToInt32(value) + 1, value.ToString()));
        var api = Enum.GetValues<TApi>().Select(value => (Convert.ToInt32(value), value.ToString()));
        Assert.Equal(domain.Prepend((0, "Unspecified")), api);
    }
}
