using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Tests.World;
using Vim.Rpc;

namespace Vim.Northbound.OrVi.Tests.Services;

public sealed class ComputeServiceTests(OrViWorld world) : IClassFixture<OrViWorld>
{
    private readonly OrViClient _client = world.Client;

    [Fact]
    public async Task An_allocation_is_answered_with_its_effective_placement()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Forwarder("alloc-forwarder"));
        var network = await _client.CreateNetworkAsync("alloc-net");
        var request = Request(flavour, "alloc-1");
        request.MetaData.Add(new Nfv.OrVi.V1.KeyValuePair { Key = "site", Value = "oslo" });
        request.InterfaceData.Add(new VirtualInterfaceData { Name = "fabric0", NetworkId = network.NetworkResourceId });

        var answer = await _client.AllocateAsync(request);

        var compute = answer.ComputeData;
        var placement = answer.EffectivePlacement;
        Assert.Equal(placement, compute.EffectivePlacement);
        Assert.Equal(ComputeRunningState.Running, compute.RunningState);
        Assert.Equal(OperationalState.Enabled, compute.OperationalState);
        Assert.Equal(
            ("alloc-1", flavour, OrViWorld.Tenant),
            (compute.ComputeName, compute.FlavourId, compute.ResourceGroupId));
        Assert.Equal("oslo", Assert.Single(compute.Metadata).Value);
        Assert.Equal(compute.HostId, placement.HostId);
        Assert.Contains(placement.ZoneId, OrViWorld.Zones);
        Assert.Equal(4, placement.Pins.Select(pin => pin.HostCpu).Distinct().Count());
        Assert.Equal([0, 1, 2, 3], placement.Pins.Select(pin => pin.VirtualCpu));
        var node = Assert.Single(placement.Nodes);
        Assert.Equal((TestFlavours.GiB, 4), (node.PageSizeBytes, node.PageCount));
        Assert.All(placement.Pins, pin => Assert.Equal(node.HostNode, pin.HostCpu % 16 / 8));
        var vnic = Assert.Single(placement.Vnics);
        Assert.Equal(("fabric0", TypeVirtualNic.SriovVf), (vnic.Name, vnic.TypeVirtualNic));
        Assert.Equal(node.HostNode == 0 ? "0000:3b:00.0" : "0000:7b:00.0", vnic.PhysicalFunction);
        Assert.StartsWith(vnic.PhysicalFunction[..7], vnic.VirtualFunction);
        Assert.Equal(
            (2_000_000_000, 1_000_000_000),
            (vnic.GuaranteedIngressBitsPerSecond, vnic.GuaranteedEgressBitsPerSecond));
        Assert.Equal(placement.Pins, compute.VirtualCpu.VirtualCpuPinning.CpuMap.Pins);
        Assert.Equal(network.NetworkResourceId, Assert.Single(compute.VirtualNetworkInterface).NetworkId);
    }

    [Fact]
    public async Task A_request_that_no_host_fits_is_told_every_dimension()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.TooLarge("infeasible-large"));
        var refusal = await OrViClient.RefusalAsync(_client.AllocateAsync(Request(flavour, "infeasible")));
        Assert.Equal(RpcStatusCode.ResourceExhausted, refusal.Code);
        Assert.Equal(ErrorCodes.NoFeasibleHost, OrViClient.Detail<ErrorInfo>(refusal).Type);
        var infeasible = OrViClient.Detail<Infeasible>(refusal);
        Assert.True(infeasible.HostCount > 0);
        Assert.Contains(
            infeasible.Shortfalls,
            shortfall => shortfall.Dimension is Dimension.DedicatedCpus && shortfall.Wanted > shortfall.Available);
    }

    [Fact]
    public async Task Every_bad_field_is_named_in_one_refusal()
    {
        var request = new AllocateVirtualisedComputeResourceRequest
        {
            ComputeName = new string('x', 300),
            ReservationId = "r/1",
            VcImageId = "with space",
            IdempotencyKey = new string('k', 300),
            ReturnWhen = (ReturnWhen)9,
            UserData = new() { Method = UserDataTransportMedia.ConfigDrive },
            LocationConstraints = new() { ResourceZoneId = { "a", "b" }, HostId = { "" } },
            MetaData = { new Nfv.OrVi.V1.KeyValuePair(), new Nfv.OrVi.V1.KeyValuePair() },
            AffinityOrAntiAffinityConstraints =
            {
                new AffinityOrAntiAffinityConstraint { Scope = AffinityScope.Nic },
                new AffinityOrAntiAffinityConstraint
                {
                    Type = AffinityType.Affinity,
                    AffinityOrAntiAffinityResourceGroupId = "g",
                    AffinityOrAntiAffinityResourceList = new() { Resource = { "c" } },
                },
            },
        };
        var fields = OrViClient.BadFields(await OrViClient.RefusalAsync(_client.AllocateAsync(request))).ToHashSet();
        string[] expected =
        [
            "affinity_or_anti_affinity_constraints[0]",
            "affinity_or_anti_affinity_constraints[0].scope",
            "affinity_or_anti_affinity_constraints[0].type",
            "affinity_or_anti_affinity_constraints[1]",
            "compute_flavour_id",
            "compute_name",
            "idempotency_key",
            "location_constraints.host_id[0]",
            "location_constraints.resource_zone_id",
            "meta_data[0].key",
            "meta_data[1].key",
            "reservation_id",
            "resource_group_id",
            "return_when",
            "user_data.method",
            "vc_image_id",
        ];
        Assert.Subset(fields, expected.ToHashSet());
        Assert.All(fields, field => FieldPaths.RequireInMessage(
            AllocateVirtualisedComputeResourceRequest.Descriptor, field, root: ""));
    }

    [Fact]
    public async Task An_unknown_flavour_is_not_found()
    {
        var refusal = await OrViClient.RefusalAsync(_client.AllocateAsync(Request("nobody-made-it", "x")));
        Assert.Equal(RpcStatusCode.NotFound, refusal.Code);
        Assert.Equal(ErrorCodes.NotFound, OrViClient.Detail<ErrorInfo>(refusal).Type);
    }

    [Fact]
    public async Task Interface_data_that_the_flavour_has_no_place_for_is_refused()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Forwarder("vnic-forwarder"));
        var request = Request(flavour, "vnic");
        request.InterfaceData.Add(
            new VirtualInterfaceData { Name = "elsewhere", MacAddress = "no mac", IpAddress = { "192.0.2.1" } });
        request.InterfaceData.Add(
            new VirtualInterfaceData { Name = "fabric0", MacAddress = "no mac", IpAddress = { "192.0.2.1" } });
        var fields = OrViClient.BadFields(await OrViClient.RefusalAsync(_client.AllocateAsync(request)));
        Assert.Equal(
            [
                "interface_data",
                "interface_data[0].name",
                "interface_data[1].ip_address",
                "interface_data[1].mac_address",
            ],
            fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_key_gives_the_same_compute_and_another_request_with_it_is_refused()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("key-control"));
        var request = Request(flavour, "once");
        request.IdempotencyKey = "key-1";
        var first = await _client.AllocateAsync(request);
        var again = await _client.AllocateAsync(request);
        Assert.Equal(first.ComputeData.ComputeId, again.ComputeData.ComputeId);
        Assert.Equal(first.EffectivePlacement, again.EffectivePlacement);
        request.ComputeName = "another";
        var refusal = await OrViClient.RefusalAsync(_client.AllocateAsync(request));
        Assert.Equal(ErrorCodes.IdempotencyKeyReused, OrViClient.Detail<ErrorInfo>(refusal).Type);
        Assert.Single((await _client.QueryAsync("(eq,computeName,once)")).QueryResult);
    }

    [Fact]
    public async Task A_retry_is_the_same_request_also_when_the_flavour_has_gone_since()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("fleeting"));
        var request = Request(flavour, "before-it-went");
        request.IdempotencyKey = "key-before-it-went";
        var first = await _client.AllocateAsync(request);
        await _client.AskAsync<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse>(
            new() { ComputeFlavourId = flavour });
        var again = await _client.AllocateAsync(request);
        Assert.Equal(first.ComputeData.ComputeId, again.ComputeData.ComputeId);
    }

    [Fact]
    public async Task Queries_filter_and_page()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("page-control"));
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            var request = Request(flavour, $"page-{number}");
            request.MetaData.Add(
                new Nfv.OrVi.V1.KeyValuePair { Key = "parity", Value = number % 2 == 0 ? "even" : "odd" });
            ids.Add((await _client.AllocateAsync(request)).ComputeData.ComputeId);
        }

        var filter = "(eq,flavourId,page-control);(eq,runningState,RUNNING)";
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await _client.QueryAsync(filter, 2, token);
            Assert.InRange(page.QueryResult.Count, 1, 2);
            seen.AddRange(page.QueryResult.Select(compute => compute.ComputeId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(ids.Order(StringComparer.Ordinal), seen);
        var odd = await _client.QueryAsync("(eq,flavourId,page-control);(eq,metadata/parity,odd)");
        Assert.Equal(2, odd.QueryResult.Count);
        var refusal = await OrViClient.RefusalAsync(_client.QueryAsync("(eq,colour,red)"));
        Assert.Equal(["query_compute_filter.expression"], OrViClient.BadFields(refusal));
    }

    [Fact]
    public async Task A_compute_is_stopped_started_and_rebooted()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("operate-control"));
        var compute = (await _client.AllocateAsync(Request(flavour, "operate"))).ComputeData.ComputeId;
        var stopped = await _client.OperateAsync(compute, ComputeOperation.Stop);
        Assert.Equal(ComputeRunningState.Stopped, stopped.ComputeData.RunningState);
        var refusal = await OrViClient.RefusalAsync(_client.OperateAsync(compute, ComputeOperation.Reboot));
        Assert.Equal(RpcStatusCode.FailedPrecondition, refusal.Code);
        Assert.Equal(
            ComputeRunningState.Running,
            (await _client.OperateAsync(compute, ComputeOperation.Start)).ComputeData.RunningState);
        Assert.Equal(
            ComputeRunningState.Running,
            (await _client.OperateAsync(compute, ComputeOperation.Reboot)).ComputeData.RunningState);
        var unoffered = await OrViClient.RefusalAsync(_client.OperateAsync(compute, ComputeOperation.CreateSnapshot));
        Assert.Equal(RpcStatusCode.Unimplemented, unoffered.Code);
    }

    [Fact]
    public async Task A_running_compute_goes_to_another_host_that_may_be_named()
    {
        await using var world = new OrViWorld();
        await world.InitializeAsync();
        var client = world.Client;
        var flavour = await client.CreateFlavourAsync(TestFlavours.Control("migrate-control"));
        var allocation = Request(flavour, "migrate");
        allocation.LocationConstraints = new() { ResourceZoneId = { OrViWorld.Zones[0] } };
        var before = (await client.AllocateAsync(allocation)).ComputeData;
        var request = new MigrateVirtualisedComputeResourceRequest
        {
            ComputeId = before.ComputeId,
            MigrationType = MigrationType.LiveMigration,
            IdempotencyKey = "migrate-1",
        };
        var after = (await client.MigrateAsync(request)).ComputeData;
        Assert.NotEqual(before.HostId, after.HostId);
        Assert.Equal(after.HostId, after.EffectivePlacement.HostId);
        Assert.Equal(ComputeRunningState.Running, after.RunningState);
        Assert.False(after.HasMigratingToHostId || after.HasClearingHostId);
        Assert.Equal(after.HostId, (await client.MigrateAsync(request)).ComputeData.HostId);

        request.IdempotencyKey = "";
        request.MigrationConstraint.Add(new Nfv.OrVi.V1.KeyValuePair { Key = "not_host_id", Value = before.HostId });
        var refusal = await OrViClient.RefusalAsync(client.MigrateAsync(request));
        Assert.Equal(RpcStatusCode.ResourceExhausted, refusal.Code);
        request.MigrationConstraint[0].Key = "host_id";
        Assert.Equal(before.HostId, (await client.MigrateAsync(request)).ComputeData.HostId);
    }

    [Fact]
    public async Task A_migration_that_is_not_well_asked_for_names_each_bad_field()
    {
        var refusal = await OrViClient.RefusalAsync(_client.MigrateAsync(new()
        {
            MigrationConstraint = { new Nfv.OrVi.V1.KeyValuePair { Key = "host", Value = "h1" } },
            AffinityConstraint = { new AffinityOrAntiAffinityConstraint() },
        }));
        Assert.Equal(
            [
                "affinity_constraint[0].affinity_or_anti_affinity_resource_list.resource",
                "compute_id",
                "migration_constraint[0].key",
                "migration_type",
            ],
            OrViClient.BadFields(refusal).Order(StringComparer.Ordinal));
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("offline"));
        var compute = (await _client.AllocateAsync(Request(flavour, "offline"))).ComputeData;
        var offline = await OrViClient.RefusalAsync(_client.MigrateAsync(new()
        {
            ComputeId = compute.ComputeId,
            MigrationType = MigrationType.OfflineMigration,
        }));
        Assert.Equal(RpcStatusCode.Unimplemented, offline.Code);
    }

    [Fact]
    public async Task Metadata_is_updated()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("update-control"));
        var compute = (await _client.AllocateAsync(Request(flavour, "update"))).ComputeData.ComputeId;
        var updated = await _client
            .AskAsync<UpdateVirtualisedComputeResourceRequest, UpdateVirtualisedComputeResourceResponse>(new()
            {
                ComputeId = compute,
                Metadata = { new Nfv.OrVi.V1.KeyValuePair { Key = "role", Value = "spare" } },
            });
        Assert.Equal(("role", "spare"), (updated.ComputeData.Metadata[0].Key, updated.ComputeData.Metadata[0].Value));
        Assert.Single((await _client.QueryAsync("(eq,metadata/role,spare)")).QueryResult);
    }

    [Fact]
    public async Task Several_are_terminated_each_for_itself()
    {
        var flavour = await _client.CreateFlavourAsync(TestFlavours.Control("end-control"));
        var first = (await _client.AllocateAsync(Request(flavour, "end-1"))).ComputeData.ComputeId;
        var second = (await _client.AllocateAsync(Request(flavour, "end-2"))).ComputeData.ComputeId;
        var answer = await _client.TerminateAsync(first, "nobody", second);
        Assert.Equal([first, second], answer.ComputeId);
        var failed = Assert.Single(answer.Failed);
        Assert.Equal(("nobody", ErrorCodes.NotFound), (failed.ResourceId, failed.Failure.Code));
        Assert.Empty((await _client.QueryAsync("(eq,flavourId,end-control)")).QueryResult);
        var refusal = await OrViClient.RefusalAsync(_client.TerminateAsync("nobody"));
        Assert.Equal(RpcStatusCode.NotFound, refusal.Code);
    }

    [Fact]
    public async Task What_is_laid_out_only_is_unimplemented()
    {
        var refusal = await OrViClient.RefusalAsync(_client
            .AskAsync<ScaleVirtualisedComputeResourceRequest, ScaleVirtualisedComputeResourceResponse>(new()));
        Assert.Equal(RpcStatusCode.Unimplemented, refusal.Code);
    }

    private static AllocateVirtualisedComputeResourceRequest Request(string flavour, string name) => new()
    {
        ComputeName = name,
        ComputeFlavourId = flavour,
        ResourceGroupId = OrViWorld.Tenant,
    };
}
