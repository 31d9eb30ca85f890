using Vim.Domain.Epa;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Tests.Epa.Metadata;

/// <summary>Devices, traits, resource classes; images beside flavours; typed fields beside metadata.</summary>
public sealed class ResourceKeysTests
{
    [Theory]
    [InlineData("pci_passthrough:alias=gpu:1", "1 of gpu")]
    [InlineData("pci_passthrough:alias=gpu:2, qat:1", "2 of gpu; 1 of qat")]
    [InlineData("resources:CUSTOM_FPGA_A=2", "2 of CUSTOM_FPGA_A")]
    [InlineData("resources:CUSTOM_PCI_10DE_2235=1", "1 of 10de:2235")]
    [InlineData("resources:VGPU=1", "1 of VGPU")]
    [InlineData("trait:HW_CPU_X86_AVX512F=required; trait:CUSTOM_OLD=forbidden", "HW_CPU_X86_AVX512F; not CUSTOM_OLD")]
    [InlineData("resources:VCPU=4; resources:MEMORY_MB=4096; resources:DISK_GB=40", "cpus Shared")]
    [InlineData("resources:PCPU=4", "cpus Dedicated")]
    [InlineData("resources:PCPU=5; hw:emulator_threads_policy=isolate", "cpus Dedicated; emulator Isolate")]
    [InlineData("hw:cpu_policy=dedicated; trait:HW_CPU_HYPERTHREADING=required", "cpus Dedicated; threads Require")]
    [InlineData(
        "hw:cpu_policy=dedicated; trait:HW_CPU_HYPERTHREADING=forbidden",
        "cpus Dedicated; threads Isolate; not HW_CPU_HYPERTHREADING")]
    [InlineData("quota:cpu_shares=10; owner=me; hwtype=x; traitor:x=y; resources_of=mine", "")]
    public void Devices_traits_and_amounts_are_understood_and_the_rest_is_left_alone(
        string metadata, string understood) =>
        Assert.Equal(understood, MetadataCase.Understood(metadata));

    [Theory]
    [InlineData("pci_passthrough:alias=gpu", "pci_passthrough:alias", "alias:count")]
    [InlineData("pci_passthrough:alias=gpu:0", "pci_passthrough:alias", "from 1 to 64")]
    [InlineData("pci_passthrough:alias=:1", "pci_passthrough:alias", "alias:count")]
    [InlineData("pci_passthrough:device=gpu:1", "pci_passthrough:device", "is no key")]
    [InlineData("trait:HW_A=optional", "trait:HW_A", "required, forbidden")]
    [InlineData("trait:lower=required", "trait:lower", "is no trait")]
    [InlineData("trait1:HW_A=required", "trait1:HW_A", "numbered")]
    [InlineData("resources_NET:VCPU=1", "resources_NET:VCPU", "numbered")]
    [InlineData("resources:GOLD=1", "resources:GOLD", "CUSTOM_")]
    [InlineData("resources:VCPU=3", "resources:VCPU", "is not 4")]
    [InlineData("resources:VCPU=0", "resources:VCPU", "from 1")]
    [InlineData("resources:MEMORY_MB=2048", "resources:MEMORY_MB", "is not 4096")]
    [InlineData("resources:DISK_GB=1", "resources:DISK_GB", "is not 40")]
    [InlineData("resources:PCPU=4; hw:emulator_threads_policy=isolate", "resources:PCPU", "is not 5")]
    [InlineData("resources:PCPU=4; hw:cpu_policy=dedicated", "resources:PCPU", "use one of them")]
    [InlineData(
        "aggregate_instance_extra_specs:ssd=true",
        "aggregate_instance_extra_specs:ssd",
        "location_constraints.aggregate")]
    [InlineData("resources:PCPU=4; resources:VCPU=4", "resources:VCPU", "exclude each other")]
    [InlineData("hw:mem_encryption=true", "hw:mem_encryption", "is no key that this VIM understands")]
    [InlineData("hw:CPU_POLICY=shared", "hw:CPU_POLICY", "hw:cpu_policy")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_thread_policy=prefer; trait:HW_CPU_HYPERTHREADING=required",
        "trait:HW_CPU_HYPERTHREADING",
        "use one of them")]
    public void What_is_not_understood_is_refused_by_its_key(string metadata, string key, string words) =>
        MetadataCase.RequireRefusal(key, words, MetadataCase.Read(metadata));

    [Theory]
    [InlineData("", "hw_cpu_policy=dedicated", "cpus Dedicated")]
    [InlineData("hw:cpu_policy=dedicated", "hw_cpu_policy=shared", "cpus Dedicated")]
    [InlineData("hw:cpu_policy=dedicated", "hw_cpu_thread_policy=require", "cpus Dedicated; threads Require")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_thread_policy=prefer",
        "hw_cpu_thread_policy=isolate",
        "cpus Dedicated; threads Prefer")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_realtime=yes; hw:cpu_realtime_mask=^0",
        "hw_cpu_realtime_mask=^0-1",
        "cpus Dedicated; real-time 2-3")]
    [InlineData("hw:mem_page_size=any", "hw_mem_page_size=2MB", "pages 2 MiB; node 0: 0-3, 4 GiB")]
    [InlineData("", "hw_numa_nodes=2", "node 0: 0-1, 2 GiB; node 1: 2-3, 2 GiB")]
    [InlineData("hw:cpu_max_sockets=4", "hw_cpu_max_sockets=1", "topology 1x4x1")]
    [InlineData("hw:cpu_sockets=4", "hw_cpu_sockets=2", "topology 2x2x1")]
    [InlineData("", "trait:HW_A=required; hw_disk_bus=virtio; hw_vif_model=virtio; os_type=linux", "HW_A")]
    public void An_image_asks_what_the_flavour_leaves_open(string flavour, string image, string understood) =>
        Assert.Equal(understood, MetadataCase.Understood(flavour, image));

    [Theory]
    [InlineData("hw:cpu_policy=shared", "hw_cpu_policy=dedicated", "hw_cpu_policy")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=1", "hw_cpu_policy=dedicated", "hw_cpu_policy")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_thread_policy=isolate", "hw_cpu_thread_policy=prefer", "hw_cpu_thread_policy")]
    [InlineData("", "hw_mem_page_size=2MB", "hw_mem_page_size")]
    [InlineData("hw:mem_page_size=2MB", "hw_mem_page_size=2MB", "hw_mem_page_size")]
    [InlineData("hw:numa_nodes=2", "hw_numa_nodes=2", "hw_numa_nodes")]
    [InlineData(
        "hw:pci_numa_affinity_policy=legacy", "hw_pci_numa_affinity_policy=required", "hw_pci_numa_affinity_policy")]
    [InlineData("hw:cpu_max_sockets=2", "hw_cpu_max_sockets=4", "hw_cpu_max_sockets")]
    [InlineData("hw:cpu_max_cores=2", "hw_cpu_cores=4", "hw_cpu_sockets")]
    [InlineData("", "hw_emulator_threads_policy=share", "hw_emulator_threads_policy")]
    public void An_image_that_contradicts_the_flavour_is_refused(string flavour, string image, string key)
    {
        var refusal = Assert.Single(MetadataCase.Read(flavour, image).Refusals);
        Assert.Equal((key, true), (refusal.Key, refusal.IsImage));
    }

    [Fact]
    public void Typed_fields_and_metadata_may_say_the_same_and_complete_each_other()
    {
        var typed = new EpaParts { CpuPolicy = CpuPolicy.Dedicated, PageSize = PageSizeRequest.Of(PageSize.Huge1GiB) };
        var understood = MetadataCase.Understood("hw:mem_page_size=1GB; hw:cpu_thread_policy=isolate", typed: typed);
        Assert.Equal("cpus Dedicated; threads Isolate; pages 1 GiB; node 0: 0-3, 4 GiB", understood);
    }

    [Fact]
    public void Typed_fields_that_metadata_contradicts_are_refused()
    {
        var typed = new EpaParts
        {
            CpuPolicy = CpuPolicy.Shared,
            NumaNodes = [new(0, CpuSet.Range(0, 4), MemorySize.FromGiB(4))],
            Devices = [new("gpu", null, null, 1)],
            RequiredTraits = ["HW_A"],
        };
        var reading = MetadataCase.Read(
            "hw:cpu_policy=dedicated; hw:numa_nodes=2; pci_passthrough:alias=gpu:2; trait:HW_A=forbidden",
            typed: typed);
        Assert.Equal(
            ["hw:cpu_policy", "hw:numa_nodes", "pci_passthrough:alias", "trait:HW_A"],
            reading.Refusals.Select(refusal => refusal.Key));
    }

    [Fact]
    public void A_typed_description_of_nodes_goes_with_their_number()
    {
        var half = MemorySize.FromGiB(2);
        var typed = new EpaParts { NumaNodes = [new(0, CpuSet.Parse("0"), half), new(1, CpuSet.Parse("1-3"), half)] };
        Assert.Equal("node 0: 0, 2 GiB; node 1: 1-3, 2 GiB", MetadataCase.Understood("hw:numa_nodes=2", typed: typed));
    }
}
