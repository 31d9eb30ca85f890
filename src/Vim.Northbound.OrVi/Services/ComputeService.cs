using Nfv.OrVi.V1;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.VirtualLinks;
using Vim.Northbound.OrVi.Errors;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Virtualised Compute Resources Management (IFA 005 7.3.1), without its affinity groups.</summary>
internal sealed class ComputeService(EngineCalls engine)
{
    public void Bind(RpcServiceBuilder service) => service
        .Unary<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>(
            "AllocateVirtualisedComputeResource", AllocateAsync)
        .Unary<QueryVirtualisedComputeResourceRequest, QueryVirtualisedComputeResourceResponse>(
            "QueryVirtualisedComputeResource", Query)
        .Unary<UpdateVirtualisedComputeResourceRequest, UpdateVirtualisedComputeResourceResponse>(
            "UpdateVirtualisedComputeResource", UpdateAsync)
        .Unary<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>(
            "TerminateVirtualisedComputeResource", TerminateAsync)
        .Unary<OperateVirtualisedComputeResourceRequest, OperateVirtualisedComputeResourceResponse>(
            "OperateVirtualisedComputeResource", OperateAsync)
        .Unary<MigrateVirtualisedComputeResourceRequest, MigrateVirtualisedComputeResourceResponse>(
            "MigrateVirtualisedComputeResource", MigrateAsync);

    // 7.3.1.2
    private async ValueTask<AllocateVirtualisedComputeResourceResponse> AllocateAsync(
        AllocateVirtualisedComputeResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var command = new AllocationReader(engine.Views, violations).Read(request);
        var about = RequestContext.Of(request.ResourceGroupId, request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var state = await engine.AskAsync(command, call, about);
        // The placement stands twice in the answer and is made once: nothing changes an answer on its way out.
        var compute = ToProto(state);
        return new() { ComputeData = compute, EffectivePlacement = compute.EffectivePlacement };
    }

    // 7.3.1.3
    private ValueTask<QueryVirtualisedComputeResourceResponse> Query(
        QueryVirtualisedComputeResourceRequest request, RpcServerCall call)
    {
        var page = QueryRunner.Run(
            engine.Views.Computes,
            ComputeQuery.Schema,
            "query_compute_filter",
            request.QueryComputeFilter,
            request.Page,
            view => view.State.IsListed,
            call);
        var response = new QueryVirtualisedComputeResourceResponse { NextPageToken = page.NextToken };
        response.QueryResult.AddRange(page.Items.Select(view => ToProto(view.State)));
        return ValueTask.FromResult(response);
    }

    // 7.3.1.4
    private async ValueTask<UpdateVirtualisedComputeResourceResponse> UpdateAsync(
        UpdateVirtualisedComputeResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("compute_id", request.ComputeId);
        violations.NotSupported(request.NetworkInterfaceNew.Count > 0, "network_interface_new");
        violations.NotSupported(request.NetworkInterfaceUpdate.Count > 0, "network_interface_update");
        violations.If(request.Metadata.Count == 0, "metadata", "must be given: there is nothing else to update");
        var metadata = MetadataMapping.ToDomain(violations.Pairs("metadata", request.Metadata));
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var state = await engine.AskAsync(
            new UpdateCompute(new ComputeId(request.ComputeId), Name: null, metadata), call, about);
        return new() { ComputeId = state.Id.Value, ComputeData = ToProto(state) };
    }

    // 7.3.1.5
    private async ValueTask<TerminateVirtualisedComputeResourceResponse> TerminateAsync(
        TerminateVirtualisedComputeResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var ids = violations.Ids("compute_id", request.ComputeId);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var each = await BestEffort.RunAsync(
            ids, id => engine.TryAskAsync(new TerminateCompute(new ComputeId(id)), call, about));
        var response = new TerminateVirtualisedComputeResourceResponse();
        response.ComputeId.AddRange(each.Done);
        response.Failed.AddRange(each.Failed);
        return response;
    }

    // 7.3.1.6
    private async ValueTask<OperateVirtualisedComputeResourceResponse> OperateAsync(
        OperateVirtualisedComputeResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("compute_id", request.ComputeId);
        violations.If(
            request.ComputeOperation == ComputeOperation.Unspecified || !Enum.IsDefined(request.ComputeOperation),
            "compute_operation",
            "must be given: START, STOP, PAUSE, UNPAUSE, REBOOT");
        violations.NotSupported(request.ComputeOperationInputData.Count > 0, "compute_operation_input_data");
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var operation = OperationOf(request.ComputeOperation);
        var state = await engine.AskAsync(
            new OperateCompute(new ComputeId(request.ComputeId), operation), call, about);
        return new() { ComputeData = ToProto(state) };
    }

    // 7.3.1.8
    private async ValueTask<MigrateVirtualisedComputeResourceResponse> MigrateAsync(
        MigrateVirtualisedComputeResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var command = new MigrationReader(violations).Read(request);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        return new() { ComputeData = ToProto(await engine.AskAsync(command, call, about)) };
    }

    private static GuestOperation OperationOf(ComputeOperation operation) => operation switch
    {
        ComputeOperation.Start => GuestOperation.Start,
        ComputeOperation.Stop => GuestOperation.Stop,
        ComputeOperation.Pause => GuestOperation.Pause,
        ComputeOperation.Unpause => GuestOperation.Unpause,
        ComputeOperation.Reboot => GuestOperation.Reboot,
        _ => throw ErrorTable.Refusal(new VimError
        {
            Code = ErrorCodes.NotSupported,
            Message = $"{EtsiWords.Of(operation)} is not offered; START, STOP, PAUSE, UNPAUSE and REBOOT are",
        }),
    };

    private VirtualCompute ToProto(ComputeState state) => ComputeMapping.ToProto(state, PortOf);

    private PortState? PortOf(PortId id) => engine.Views.Ports.Find(id.Value)?.State;
}
