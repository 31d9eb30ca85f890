using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;
using Vim.Descriptors.Model;

namespace Vim.Cli.Tests.Deployment;

/// <summary>What Or-Vi has no word for is refused by name, never dropped.</summary>
public sealed class UnsupportedDemandTests
{
    private static readonly VirtualLink Link = new() { Name = "data", Origin = VirtualLinkOrigin.Create };

    private static readonly Flavour Small = new()
    {
        Name = "small",
        Cpu = new CpuDemand { VcpuCount = 2 },
        Memory = new MemoryDemand { SizeMebibytes = 1024 },
    };

    private static readonly Vnic Virtio = new() { Name = "eth0", Kind = VnicKind.Virtio, VirtualLink = "data" };

    public static TheoryData<string, string> CannotBeLeftOut() => new()
    {
        { "forwarder", "vNIC eth0 of flavour small: virtio through the NIC's forwarder" },
        { "nic-id", "vNIC eth0 of flavour small: a NIC of PCI id 8086:any" },
        { "resource", "flavour small: 1 of resource class CUSTOM_FPGA" },
        { "volume", "flavour small: volume v of 10 GiB" },
        { "topology", "flavour small: a CPU topology of 2 vCPUs" },
        { "device-node", "flavour small: PCI device qat near guest NUMA node 0" },
    };

    public static TheoryData<string, string> MayBeLeftOut() => new()
    {
        { "model", "vNIC eth0 of flavour small: device model e1000" },
        { "guest-pci", "vNIC eth0 of flavour small: PCI address 0000:00:0a.0 in the guest" },
        { "port-security", "vNIC eth0 of flavour small: port security" },
        { "quota", "flavour small: limit cpu_shares of 512" },
        { "mtu", "network data: MTU of 9000 bytes" },
        { "dns", "subnet s of network data: name servers 192.0.2.53" },
        { "no-cidr", "network data: subnet s with an address block of the VIM's choice" },
        { "soft", "affinity group apart: apart if possible (soft anti-affinity)" },
        { "drive", "compute vm: user data on a drive (config drive)" },
    };

    [Theory]
    [MemberData(nameof(CannotBeLeftOut))]
    public void It_is_refused_also_where_the_deployer_would_do_without(string demand, string says)
    {
        var refusal = Assert.Throws<CliException>(() => Plans.Of(With(demand), leavesOut: true));

        Assert.Equal(ExitCodes.InvalidInput, refusal.Error.ExitCode);
        Assert.Contains(
            refusal.Error.Details,
            detail => $"{detail.Place}: {detail.Problem}".StartsWith(says, StringComparison.Ordinal));
        Assert.DoesNotContain("--leave-out-unsupported", refusal.Error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MayBeLeftOut))]
    public void It_is_refused_unless_the_deployer_does_without_and_then_it_is_told(string demand, string says)
    {
        var refusal = Assert.Throws<CliException>(() => Plans.Of(With(demand)));
        var plan = Plans.Of(With(demand), leavesOut: true);

        Assert.Contains(refusal.Error.Details, detail => $"{detail.Place}: {detail.Problem}" == says);
        Assert.Contains("--leave-out-unsupported", refusal.Error.Remedy, StringComparison.Ordinal);
        var colon = says.IndexOf(": ", StringComparison.Ordinal);
        Assert.Equal([$"{says[..colon]}: left out{says[colon..]}"], plan.Notes);
    }

    [Fact]
    public void What_Or_Vi_can_say_is_said()
    {
        var trunk = Virtio with { Trunk = true, MacAddress = "52:54:00:00:00:01" };
        var plan = Plans.Of(Deployment(Small, trunk, Link));

        var port = Assert.Single(plan.Computes.Single().Ports).TypeNetworkPortData;
        Assert.Equal(Nfv.OrVi.V1.PortType.Trunk, port.PortType);
        Assert.Equal("52:54:00:00:00:01", port.MacAddress);
        Assert.Equal("eth0", plan.Computes.Single().Request.InterfaceData.Single().NetworkPortId);
    }

    private static VnfDeployment With(string demand) => demand switch
    {
        "forwarder" => Deployment(Small, Virtio with { Kind = VnicKind.VirtioForwarder }, Link),
        "nic-id" => Deployment(Small, Virtio with { PciVendorId = "8086" }, Link),
        "model" => Deployment(Small, Virtio with { Model = "e1000" }, Link),
        "guest-pci" => Deployment(Small, Virtio with { GuestPciAddress = "0000:00:0a.0" }, Link),
        "port-security" => Deployment(Small, Virtio with { PortSecurity = true }, Link),
        "resource" => Deployment(
            Small with { Resources = new Dictionary<string, long> { ["CUSTOM_FPGA"] = 1 } }, Virtio, Link),
        "quota" => Deployment(
            Small with { Quotas = new Dictionary<string, long> { ["cpu_shares"] = 512 } }, Virtio, Link),
        "volume" => Deployment(
            Small with { Storage = new StorageDemand { Volumes = [new VolumeDemand("v", 10, "BLOCK", null)] } },
            Virtio, Link),
        "topology" => Deployment(
            Small with { Cpu = Small.Cpu with { Topology = new GuestCpuTopology(3, null, null) } }, Virtio, Link),
        "device-node" => Deployment(
            Small with { PciDevices = [new PciDeviceDemand { Alias = "qat", Count = 1, GuestNumaNode = 0 }] }, Virtio,
            Link),
        "mtu" => Deployment(Small, Virtio, Link with { MtuBytes = 9000 }),
        "dns" => Deployment(
            Small, Virtio,
            Link with { Subnets = [new Subnet { Name = "s", Cidr = "192.0.2.0/24", DnsServers = ["192.0.2.53"] }] }),
        "no-cidr" => Deployment(Small, Virtio, Link with { Subnets = [new Subnet { Name = "s" }] }),
        "soft" => Deployment(Small, Virtio, Link) with
        {
            AffinityGroups = [new AffinityGroup("apart", AffinityKind.SoftAntiAffinity, AffinityScope.Host)],
        },
        "drive" => Deployment(Small, Virtio, Link, configDrive: true),
        _ => throw new ArgumentException(demand, nameof(demand)),
    };

    private static VnfDeployment Deployment(Flavour flavour, Vnic vnic, VirtualLink link, bool? configDrive = null) =>
        new()
        {
            Name = "vnf",
            Format = DescriptorFormat.ToscaSol001,
            Flavours = [flavour],
            VirtualLinks = [link],
            Computes = [new Compute { Name = "vm", FlavourName = "small", Vnics = [vnic], ConfigDrive = configDrive }],
        };
}
