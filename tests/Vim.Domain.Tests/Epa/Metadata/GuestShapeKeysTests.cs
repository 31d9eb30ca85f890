using Vim.Domain.Epa.Metadata;

namespace Vim.Domain.Tests.Epa.Metadata;

/// <summary>NUMA nodes, pages and the CPU topology that a guest sees.</summary>
public sealed class GuestShapeKeysTests
{
    [Theory]
    [InlineData("hw:numa_nodes=1", "node 0: 0-3, 4 GiB")]
    [InlineData("hw:numa_nodes=2", "node 0: 0-1, 2 GiB; node 1: 2-3, 2 GiB")]
    [InlineData(
        "hw:numa_nodes=2; hw:numa_cpus.0=0; hw:numa_mem.0=1024; hw:numa_cpus.1=1-3; hw:numa_mem.1=3072",
        "node 0: 0, 1 GiB; node 1: 1-3, 3 GiB")]
    [InlineData(
        "hw:numa_nodes=2; hw:numa_cpus.0=0,2; hw:numa_mem.0=2048; hw:numa_cpus.1=1,3; hw:numa_mem.1=2048",
        "node 0: 0,2, 2 GiB; node 1: 1,3, 2 GiB")]
    [InlineData("hw:numa_cpus.0=0-3; hw:numa_mem.0=4096", "node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=small", "pages Small; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=large", "pages Large; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=any", "pages Any; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=1048576", "pages 1 GiB; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=2MB", "pages 2 MiB; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=2MiB", "pages 2 MiB; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=1G", "pages 1 GiB; node 0: 0-3, 4 GiB")]
    [InlineData("hw:mem_page_size=4", "pages 4 KiB; node 0: 0-3, 4 GiB")]
    [InlineData("hw:pci_numa_affinity_policy=socket", "pci Socket")]
    public void Nodes_and_pages_are_described_or_even(string metadata, string understood) =>
        Assert.Equal(understood, MetadataCase.Understood(metadata));

    [Theory]
    [InlineData("hw:numa_nodes=3", "hw:numa_nodes", "describe each node")]
    [InlineData("hw:numa_nodes=9", "hw:numa_nodes", "from 1 to 8")]
    [InlineData("hw:numa_nodes=two", "hw:numa_nodes", "from 1 to 8")]
    [InlineData("hw:numa_nodes=1; hw:numa_cpus.0=0-3", "hw:numa_mem.0", "is missing")]
    [InlineData("hw:numa_nodes=1; hw:numa_mem.0=4096", "hw:numa_cpus.0", "is missing")]
    [InlineData(
        "hw:numa_cpus.0=0-3; hw:numa_mem.0=4096; hw:numa_cpus.1=3",
        "hw:numa_cpus.1",
        "a node too many: without hw:numa_nodes")]
    [InlineData("hw:numa_cpus.8=0", "hw:numa_cpus.8", "0 to 7")]
    [InlineData("hw:numa_cpus.00=0", "hw:numa_cpus.00", "0 to 7")]
    [InlineData(
        "hw:numa_nodes=2; hw:numa_cpus.0=0-2; hw:numa_mem.0=2048; hw:numa_cpus.1=2-3; hw:numa_mem.1=2048",
        "hw:numa_cpus.1",
        "vCPUs 2 of another node")]
    [InlineData(
        "hw:numa_nodes=2; hw:numa_cpus.0=0-1; hw:numa_mem.0=2048; hw:numa_cpus.1=2; hw:numa_mem.1=2048",
        "hw:numa_nodes",
        "leaves vCPUs 3")]
    [InlineData("hw:numa_cpus.0=0-4; hw:numa_mem.0=4096", "hw:numa_cpus.0", "names vCPUs 4")]
    [InlineData("hw:numa_cpus.0=0-3; hw:numa_mem.0=4095", "hw:numa_mem.0", "4095 MiB")]
    [InlineData("hw:mem_page_size=huge", "hw:mem_page_size", "power of two")]
    [InlineData("hw:mem_page_size=3MB", "hw:mem_page_size", "power of two")]
    [InlineData("hw:mem_page_size=2Mbit", "hw:mem_page_size", "power of two")]
    [InlineData("hw:mem_page_size=2GB", "hw:mem_page_size", "power of two")]
    [InlineData("hw:mem_page_size=-1", "hw:mem_page_size", "power of two")]
    [InlineData(
        "hw:pci_numa_affinity_policy=near", "hw:pci_numa_affinity_policy", "legacy, preferred, required, socket")]
    public void Nodes_that_do_not_add_up_are_refused(string metadata, string key, string words) =>
        MetadataCase.RequireRefusal(key, words, MetadataCase.Read(metadata));

    [Theory]
    [InlineData(8, "hw:cpu_sockets=2", "2x4x1")]
    [InlineData(8, "hw:cpu_threads=2", "4x1x2")]
    [InlineData(8, "hw:cpu_sockets=1; hw:cpu_cores=4; hw:cpu_threads=2", "1x4x2")]
    [InlineData(8, "hw:cpu_max_sockets=2", "2x4x1")]
    [InlineData(8, "hw:max_cpu_sockets=2", "2x4x1")]
    [InlineData(8, "hw:cpu_max_sockets=2; hw:cpu_max_cores=2", "2x2x2")]
    [InlineData(8, "hw:cpu_cores=3", "8x1x1")]
    [InlineData(6, "hw:cpu_sockets=4; hw:cpu_cores=3", "2x3x1")]
    [InlineData(8, "hw:cpu_max_threads=1; hw:cpu_threads=2; hw:cpu_sockets=2", "8x1x1")]
    [InlineData(7, "hw:cpu_max_sockets=2", "1x7x1")]
    public void A_guest_sees_what_is_nearest_to_the_preference_within_the_limits(
        int vcpus, string metadata, string shape) =>
        Assert.Equal($"topology {shape}", MetadataCase.Understood(metadata, vcpus: vcpus));

    [Fact]
    public void Limits_that_leave_no_topology_are_refused()
    {
        var reading = MetadataCase.Read("hw:cpu_max_sockets=1; hw:cpu_max_cores=1; hw:cpu_max_threads=1");
        MetadataCase.RequireRefusal("hw:cpu_max_sockets", "no topology of 4 vCPUs", reading);
        Assert.Null(GuestTopologyChooser.Choose(4, default, new(1, 1, 2)));
    }
}
