using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Northbound.OrVi.Tests.World;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Northbound.OrVi.Tests.Services;

/// <summary>Flavours and images whose demands are in OpenStack's keys.</summary>
public sealed class MetadataServiceTests(OrViWorld world) : IClassFixture<OrViWorld>
{
    private readonly OrViClient _client = world.Client;

    [Fact]
    public async Task A_flavour_in_metadata_alone_is_told_with_what_it_came_to_and_placed_so()
    {
        var flavour = Flavour(
            "metadata-forwarder", "hw:cpu_policy=dedicated", "hw:cpu_thread_policy=isolate", "hw:mem_page_size=1GB",
            "hw:numa_nodes=2", "trait:HW_CPU_X86_AVX512F=required", "hw:cpu_sockets=2", "vendor=x");
        var told = (await CreateAsync(flavour)).Flavour;

        Assert.Equal(flavour.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal), told.Metadata);
        var epa = told.Epa;
        Assert.Equal((CpuPolicy.Dedicated, CpuThreadPolicy.Isolate), (epa.CpuPolicy, epa.CpuThreadPolicy));
        Assert.Equal((PageSizeKind.Exact, TestFlavours.GiB), (epa.PageSize, epa.PageSizeBytes));
        Assert.Equal(["0-1", "2-3"], epa.NumaNodes.Select(node => node.VirtualCpus));
        Assert.Equal(["HW_CPU_X86_AVX512F"], epa.RequiredTraits);
        Assert.Equal(2, epa.GuestCpuTopology.SocketCount);
        Assert.Equal(CpuPinningPolicy.Dynamic, told.VirtualCpu.VirtualCpuPinning.CpuPinningPolicy);

        // Told and given again, typed fields and metadata say the same.
        told.FlavourId = "metadata-forwarder-again";
        Assert.Equal(epa, (await CreateAsync(told)).Flavour.Epa);

        var placement = (await _client.AllocateAsync(Request("metadata-forwarder"))).EffectivePlacement;
        Assert.Equal(2, placement.Nodes.Select(node => node.HostNode).Distinct().Count());
        Assert.All(placement.Nodes, node => Assert.Equal(TestFlavours.GiB, node.PageSizeBytes));
        Assert.Equal(4, placement.Pins.Select(pin => pin.HostCpu % 16).Distinct().Count());
    }

    [Fact]
    public async Task What_metadata_asks_and_cannot_have_is_refused_by_the_place_of_its_entry()
    {
        var flavour = Flavour("", "owner=me", "hw:cpu_policy=pinned", "hw:unheard_of=1", "hw:numa_cpus.0=0-3");
        Assert.Equal(
            ["flavour.metadata", "flavour.metadata[1].value", "flavour.metadata[2].value"],
            await RefusedAsync(new() { Flavour = flavour }));

        var request = new CreateComputeFlavourRequest { Flavour = Flavour("") };
        request.MetaData.Add(new KeyValuePair { Key = "resources:VCPU", Value = "7" });
        Assert.Equal(["meta_data[0].value"], await RefusedAsync(request));
    }

    [Fact]
    public async Task Typed_fields_that_metadata_contradicts_are_refused()
    {
        var flavour = Flavour("", "hw:cpu_policy=dedicated", "hw:mem_page_size=2MB");
        flavour.Epa = new() { CpuPolicy = CpuPolicy.Shared, PageSize = PageSizeKind.Large };
        Assert.Equal(
            ["flavour.metadata[0].value", "flavour.metadata[1].value"],
            await RefusedAsync(new() { Flavour = flavour }));

        var pinned = Flavour("", "hw:cpu_policy=shared");
        pinned.VirtualCpu.VirtualCpuPinning = new() { CpuPinningPolicy = CpuPinningPolicy.Dynamic };
        Assert.Equal(["flavour.epa.cpu_policy"], await RefusedAsync(new() { Flavour = pinned }));
    }

    [Fact]
    public async Task Pinning_of_IFA_005_goes_with_the_policy_that_metadata_names()
    {
        var mixed = Flavour("metadata-mixed", "hw:cpu_policy=mixed", "hw:cpu_dedicated_mask=^0");
        mixed.VirtualCpu.VirtualCpuPinning = new() { CpuPinningPolicy = CpuPinningPolicy.Dynamic };
        var told = (await CreateAsync(mixed)).Flavour.Epa;
        Assert.Equal((CpuPolicy.Mixed, "1-3"), (told.CpuPolicy, told.DedicatedVirtualCpus));

        var isolated = Flavour("metadata-pinned", "hw:cpu_thread_policy=isolate");
        isolated.VirtualCpu.VirtualCpuPinning = new() { CpuPinningPolicy = CpuPinningPolicy.Dynamic };
        Assert.Equal(CpuPolicy.Dedicated, (await CreateAsync(isolated)).Flavour.Epa.CpuPolicy);
    }

    [Fact]
    public async Task An_image_says_what_the_flavour_leaves_open()
    {
        await CreateAsync(Flavour("metadata-open", "hw:mem_page_size=any"));
        var huge = await AddImageAsync("huge", "hw_mem_page_size=1GB", "hw_cpu_policy=dedicated", "hw_disk_bus=scsi");
        var request = Request("metadata-open");
        request.VcImageId = huge;
        var placement = (await _client.AllocateAsync(request)).EffectivePlacement;
        Assert.Equal(TestFlavours.GiB, Assert.Single(placement.Nodes).PageSizeBytes);
        Assert.Equal(4, placement.Pins.Count);
    }

    [Fact]
    public async Task An_image_that_contradicts_the_flavour_is_refused_at_the_allocation()
    {
        var shared = Flavour("metadata-shared", "hw:cpu_policy=shared");
        await CreateAsync(shared);
        var request = Request("metadata-shared");
        request.VcImageId = await AddImageAsync("greedy", "hw_cpu_policy=dedicated", "hw_mem_page_size=2MB");
        var refusal = await OrViClient.RefusalAsync(_client.AllocateAsync(request));
        Assert.Equal(["vc_image_id", "vc_image_id"], OrViClient.BadFields(refusal));
        Assert.Contains(
            "hw_cpu_policy",
            OrViClient.Detail<BadRequest>(refusal).FieldViolations[0].Description,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demand_in_the_metadata_of_an_allocation_is_not_dropped_in_silence()
    {
        await CreateAsync(Flavour("metadata-plain"));
        var request = Request("metadata-plain");
        request.MetaData.Add(new KeyValuePair { Key = "site", Value = "oslo" });
        request.MetaData.Add(new KeyValuePair { Key = "hw:cpu_policy", Value = "dedicated" });
        var refusal = await OrViClient.RefusalAsync(_client.AllocateAsync(request));
        Assert.Equal(["meta_data[1].key"], OrViClient.BadFields(refusal));
    }

    private Task<CreateComputeFlavourResponse> CreateAsync(VirtualComputeFlavour flavour) =>
        _client.AskAsync<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(new() { Flavour = flavour });

    private async Task<IEnumerable<string>> RefusedAsync(CreateComputeFlavourRequest request) =>
        OrViClient.BadFields(await OrViClient.RefusalAsync(
            _client.AskAsync<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(request)))
            .Order(StringComparer.Ordinal);

    private async Task<string> AddImageAsync(string name, params string[] metadata)
    {
        var request = new AddImageRequest
        {
            Name = name,
            Provider = "maker",
            Version = "1",
            ResourceGroupId = OrViWorld.Tenant,
            SoftwareImage = new() { Url = "https://images.example/a.qcow2", DiskFormat = "qcow2" },
        };
        request.UserMetadata.AddRange(metadata.Select(Pair));
        var added = await _client.AskAsync<AddImageRequest, AddImageResponse>(request);
        return added.SoftwareImageMetadata.SoftwareImageId;
    }

    private static AllocateVirtualisedComputeResourceRequest Request(string flavour) => new()
    {
        ComputeName = flavour,
        ComputeFlavourId = flavour,
        ResourceGroupId = OrViWorld.Tenant,
    };

    private static VirtualComputeFlavour Flavour(string id, params string[] metadata)
    {
        var flavour = new VirtualComputeFlavour
        {
            FlavourId = id,
            VirtualCpu = new() { NumVirtualCpu = 4 },
            VirtualMemory = new() { VirtualMemSize = new() { Bytes = 4 * TestFlavours.GiB } },
        };
        flavour.Metadata.AddRange(metadata.Select(Pair));
        return flavour;
    }

    private static KeyValuePair Pair(string entry)
    {
        var parts = entry.Split('=', 2);
        return new() { Key = parts[0], Value = parts[1] };
    }
}
