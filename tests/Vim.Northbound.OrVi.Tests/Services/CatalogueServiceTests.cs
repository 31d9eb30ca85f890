using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Tests.World;
using Vim.Rpc;

namespace Vim.Northbound.OrVi.Tests.Services;

/// <summary>Flavours, images and affinity groups.</summary>
public sealed class CatalogueServiceTests(OrViWorld world) : IClassFixture<OrViWorld>
{
    private readonly OrViClient _client = world.Client;

    [Fact]
    public async Task A_flavour_is_told_back_as_it_was_given()
    {
        var flavour = TestFlavours.Forwarder("told-back");
        flavour.Metadata.Add(new Nfv.OrVi.V1.KeyValuePair { Key = "vendor", Value = "x" });
        var made = await _client.AskAsync<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(
            new() { Flavour = flavour });
        Assert.Equal("told-back", made.FlavourId);
        var found = await _client.AskAsync<QueryComputeFlavourRequest, QueryComputeFlavourResponse>(
            new() { QueryComputeFlavourFilter = new() { Expression = "(eq,metadata/vendor,x)" } });
        var told = Assert.Single(found.Flavours);
        Assert.Equal(made.Flavour, told);
        Assert.Equal(flavour.VirtualMemory.VirtualMemSize, told.VirtualMemory.VirtualMemSize);
        Assert.Equal(flavour.Epa.PageSizeBytes, told.Epa.PageSizeBytes);
        Assert.Equal(flavour.VirtualNetworkInterface[0].Epa, told.VirtualNetworkInterface[0].Epa);

        // What is told can be given again: nothing is lost and nothing contradicts itself.
        told.FlavourId = "told-back-again";
        Assert.Equal("told-back-again", await _client.CreateFlavourAsync(told));
    }

    [Fact]
    public async Task A_flavour_of_a_taken_id_is_refused_and_a_deleted_one_is_gone()
    {
        await _client.CreateFlavourAsync(TestFlavours.Control("taken"));
        var taken = await OrViClient.RefusalAsync(_client.CreateFlavourAsync(TestFlavours.Control("taken")));
        Assert.Equal(RpcStatusCode.AlreadyExists, taken.Code);
        await DeleteFlavourAsync("taken");
        var gone = await OrViClient.RefusalAsync(DeleteFlavourAsync("taken"));
        Assert.Equal(RpcStatusCode.NotFound, gone.Code);
    }

    [Fact]
    public async Task A_flavours_bad_fields_are_named_as_the_message_spells_them()
    {
        var flavour = TestFlavours.Forwarder("");
        flavour.VirtualCpu.NumVirtualCpu = 0;
        flavour.VirtualNetworkInterface[0].Epa.PeakEgressBitsPerSecond = 1;
        flavour.IsPublic = false;
        var fields =
            OrViClient.BadFields(await OrViClient.RefusalAsync(_client.CreateFlavourAsync(flavour))).ToHashSet();
        Assert.Equal(
            ["flavour.is_public", "flavour.virtual_cpu.num_virtual_cpu", "flavour.virtual_network_interface[0]"],
            fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_image_is_added_read_changed_and_deleted()
    {
        var added = await _client.AskAsync<AddImageRequest, AddImageResponse>(Image("router"));
        var image = added.SoftwareImageMetadata;
        Assert.Equal(("router", "maker", "1.2"), (image.Name, image.Provider, image.Version));
        Assert.Equal((ImageVisibility.Public, SoftwareImageStatus.Registered), (image.Visibility, image.Status));
        Assert.Equal(2L << 30, image.Size.Bytes);
        var read = await _client.AskAsync<QueryImageRequest, QueryImageResponse>(
            new() { SoftwareImageId = image.SoftwareImageId });
        Assert.Equal(image, read.SoftwareImageInformation);
        var changed = await _client.AskAsync<UpdateImageRequest, UpdateImageResponse>(new()
        {
            SoftwareImageId = image.SoftwareImageId,
            UserMetadata = { new Nfv.OrVi.V1.KeyValuePair { Key = "tested", Value = "yes" } },
        });
        Assert.Equal("yes", Assert.Single(changed.SoftwareImageMetadata.UserMetadata).Value);
        Assert.Equal("maker", changed.SoftwareImageMetadata.Provider);
        var listed = await _client.AskAsync<QueryImagesRequest, QueryImagesResponse>(
            new() { ImageQueryFilter = new() { Expression = "(eq,userMetadata/tested,yes);(gte,size,1)" } });
        Assert.Single(listed.SoftwareImagesInformation);
        await _client.AskAsync<DeleteImageRequest, DeleteImageResponse>(
            new() { SoftwareImageId = image.SoftwareImageId });
        var gone = await OrViClient.RefusalAsync(_client.AskAsync<QueryImageRequest, QueryImageResponse>(
            new() { SoftwareImageId = image.SoftwareImageId }));
        Assert.Equal(RpcStatusCode.NotFound, gone.Code);
    }

    [Fact]
    public async Task An_image_without_what_the_standard_asks_is_refused()
    {
        var fields = OrViClient.BadFields(await OrViClient.RefusalAsync(
            _client.AskAsync<AddImageRequest, AddImageResponse>(new())));
        Assert.Equal(
            ["name", "provider", "resource_group_id", "software_image", "version"],
            fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Members_of_an_anti_affinity_group_are_on_different_hosts()
    {
        var group = (await CreateGroupAsync("spread", AffinityType.AntiAffinity)).GroupId;
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("group-control"));
        var first = await _client.AllocateAsync(Member(flavour, group, AffinityType.AntiAffinity));
        var second = await _client.AllocateAsync(Member(flavour, group, AffinityType.AntiAffinity));
        Assert.NotEqual(first.EffectivePlacement.HostId, second.EffectivePlacement.HostId);
        var third = await OrViClient.RefusalAsync(
            _client.AllocateAsync(Member(flavour, group, AffinityType.AntiAffinity)));
        Assert.Contains(
            OrViClient.Detail<Infeasible>(third).Shortfalls,
            shortfall => shortfall.Dimension == Dimension.AntiAffinity);
        var contradiction = await OrViClient.RefusalAsync(
            _client.AllocateAsync(Member(flavour, group, AffinityType.Affinity)));
        Assert.Equal(["affinity_or_anti_affinity_constraints[0].type"], OrViClient.BadFields(contradiction));
    }

    [Fact]
    public async Task Groups_are_listed_and_deleted()
    {
        var group = (await CreateGroupAsync("to-go", AffinityType.Affinity)).GroupId;
        var found = await QueryGroupsAsync("(eq,groupName,to-go)");
        Assert.Equal((group, AffinityType.Affinity, AffinityScope.NfviNode), (
            found.Groups[0].GroupId, found.Groups[0].Type, found.Groups[0].Scope));
        var deleted = await _client.AskAsync<
            DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            new() { GroupId = { group, "nobody" } });
        Assert.Equal([group], deleted.GroupId);
        Assert.Equal(ErrorCodes.NotFound, Assert.Single(deleted.Failed).Failure.Code);
        Assert.Empty((await QueryGroupsAsync("(eq,groupName,to-go)")).Groups);
    }

    [Fact]
    public async Task A_group_may_be_soft_or_let_some_be_together()
    {
        var request = new CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest
        {
            GroupName = "pairs",
            Type = AffinityType.AntiAffinity,
            Soft = true,
            MaxMemberCount = 2,
            ResourceGroupId = OrViWorld.Tenant,
        };
        await MakeAsync(request);
        var told = (await QueryGroupsAsync("(eq,groupName,pairs)")).Groups[0];
        Assert.Equal((true, 2), (told.Soft, told.MaxMemberCount));
        request.Type = AffinityType.Affinity;
        var refusal = await OrViClient.RefusalAsync(MakeAsync(request));
        Assert.Equal(["max_member_count"], OrViClient.BadFields(refusal));
    }

    [Theory]
    [InlineData(AffinityScope.Unspecified, AffinityScope.NfviNode)]
    [InlineData(AffinityScope.NfviNode, AffinityScope.NfviNode)]
    [InlineData(AffinityScope.Socket, AffinityScope.Socket)]
    [InlineData(AffinityScope.Rack, AffinityScope.Rack)]
    [InlineData(AffinityScope.FaultDomain, AffinityScope.FaultDomain)]
    [InlineData(AffinityScope.Zone, AffinityScope.Zone)]
    public async Task A_group_has_the_scope_that_was_asked_for(AffinityScope asked, AffinityScope told)
    {
        var name = $"by-{asked}";
        await MakeAsync(new()
        {
            GroupName = name,
            Type = AffinityType.Affinity,
            Scope = asked,
            ResourceGroupId = OrViWorld.Tenant,
        });
        Assert.Equal(told, (await QueryGroupsAsync($"(eq,groupName,{name})")).Groups[0].Scope);
    }

    [Fact]
    public async Task A_constraint_of_another_scope_than_its_group_is_refused()
    {
        var group = (await MakeAsync(new()
        {
            GroupName = "near",
            Type = AffinityType.Affinity,
            Scope = AffinityScope.Socket,
            ResourceGroupId = OrViWorld.Tenant,
        })).GroupId;
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("near-control"));
        var member = Member(flavour, group, AffinityType.Affinity);
        member.AffinityOrAntiAffinityConstraints[0].Scope = AffinityScope.NfviNode;
        var contradiction = await OrViClient.RefusalAsync(_client.AllocateAsync(member));
        Assert.Equal(["affinity_or_anti_affinity_constraints[0].scope"], OrViClient.BadFields(contradiction));
        member.AffinityOrAntiAffinityConstraints[0].Scope = AffinityScope.Nic;
        var unknown = await OrViClient.RefusalAsync(_client.AllocateAsync(member));
        var field = OrViClient.Detail<BadRequest>(unknown).FieldViolations[0];
        Assert.Equal("Nic is not supported; use SOCKET, NFVI_NODE, RACK, FAULT_DOMAIN or ZONE", field.Description);
    }

    [Fact]
    public async Task A_refusal_always_carries_its_stable_code()
    {
        var refusal = await OrViClient.RefusalAsync(DeleteFlavourAsync("nobody-made-this"));
        var info = OrViClient.Detail<ErrorInfo>(refusal);
        Assert.Equal(("vim", ErrorCodes.NotFound), (info.Domain, info.Type));
    }

    private Task<DeleteComputeFlavourResponse> DeleteFlavourAsync(string flavour) =>
        _client.AskAsync<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse>(
            new() { ComputeFlavourId = flavour });

    private Task<CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> CreateGroupAsync(
        string name, AffinityType type) =>
        MakeAsync(new() { GroupName = name, Type = type, ResourceGroupId = OrViWorld.Tenant });

    private Task<CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> MakeAsync(
        CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest request) =>
        _client.AskAsync<
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(request);

    private Task<QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> QueryGroupsAsync(string filter) =>
        _client.AskAsync<
            QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            new() { QueryFilter = new() { Expression = filter } });

    private static AllocateVirtualisedComputeResourceRequest Member(
        string flavour, string group, AffinityType type) => new()
        {
            ComputeFlavourId = flavour,
            ResourceGroupId = OrViWorld.Tenant,
            LocationConstraints = new() { ResourceZoneId = { OrViWorld.Zones[0] } },
            AffinityOrAntiAffinityConstraints =
            {
                new AffinityOrAntiAffinityConstraint { Type = type, AffinityOrAntiAffinityResourceGroupId = group },
            },
        };

    private static AddImageRequest Image(string name) => new()
    {
        Name = name,
        Provider = "maker",
        Version = "1.2",
        ResourceGroupId = OrViWorld.Tenant,
        Visibility = ImageVisibility.Public,
        SoftwareImage = new()
        {
            Url = "https://images.example/router.qcow2",
            Checksum = "sha256:00",
            DiskFormat = "qcow2",
            Size = new() { Bytes = 2L << 30 },
        },
    };
}
