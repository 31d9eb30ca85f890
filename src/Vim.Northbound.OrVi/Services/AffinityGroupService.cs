using Vim.Domain.AffinityGroups;
using Vim.Domain.Identity;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;
using CreateRequest =
    Nfv.OrVi.V1.CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest;
using CreateResponse =
    Nfv.OrVi.V1.CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse;
using DeleteRequest =
    Nfv.OrVi.V1.DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest;
using DeleteResponse =
    Nfv.OrVi.V1.DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse;
using QueryRequest =
    Nfv.OrVi.V1.QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest;
using QueryResponse =
    Nfv.OrVi.V1.QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse;

namespace Vim.Northbound.OrVi.Services;

/// <summary>The affinity and anti-affinity constraints groups of computes (IFA 005 7.3.1.9 and extensions).</summary>
internal sealed class AffinityGroupService(EngineCalls engine)
{
    private const string Name = "ComputeResourceAffinityOrAntiAffinityConstraintsGroup";

    private static readonly FilterSchema<AffinityGroupView> Schema = new FilterSchema<AffinityGroupView>()
        .Text("groupId", view => view.Id)
        .Text("groupName", view => view.State.Name)
        .Text("type", view => EtsiWords.Of(AffinityMapping.ToProto(view.State.Type)))
        .Text("scope", view => EtsiWords.Of(AffinityMapping.ToProto(view.State.Scope)));

    public void Bind(RpcServiceBuilder service) => service
        .Unary<CreateRequest, CreateResponse>($"Create{Name}", CreateAsync)
        .Unary<QueryRequest, QueryResponse>($"Query{Name}", Query)
        .Unary<DeleteRequest, DeleteResponse>($"Delete{Name}", DeleteAsync);

    private async ValueTask<CreateResponse> CreateAsync(CreateRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var type = AffinityMapping.FromProto(request.Type);
        var scope = AffinityMapping.FromProto(request.Scope);
        violations.If(request.GroupName.Length == 0, "group_name", "must be given");
        violations.Text("group_name", request.GroupName);
        violations.If(type is null, "type", "must be AFFINITY or ANTI_AFFINITY");
        violations.If(scope is null, "scope", $"{request.Scope} is not supported; use {AffinityMapping.Scopes}");
        violations.Id("resource_group_id", request.ResourceGroupId);
        var about = RequestContext.Of(request.ResourceGroupId, request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var command = new CreateAffinityGroup(Id: null, request.GroupName, type!.Value, scope!.Value)
        {
            IsSoft = request.Soft,
            MaxPerScope = request.MaxMemberCount == 0 ? 1 : request.MaxMemberCount,
        };
        var state = await engine.AskAsync(command, call, about);
        return new() { GroupId = state.Id.Value };
    }

    private ValueTask<QueryResponse> Query(QueryRequest request, RpcServerCall call)
    {
        var page = QueryRunner.Run(
            engine.Views.AffinityGroups,
            Schema,
            "query_filter",
            request.QueryFilter,
            request.Page,
            view => view.State.Exists,
            call);
        var response = new QueryResponse { NextPageToken = page.NextToken };
        response.Groups.AddRange(page.Items.Select(view => AffinityMapping.ToProto(view.State)));
        return ValueTask.FromResult(response);
    }

    private async ValueTask<DeleteResponse> DeleteAsync(DeleteRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var ids = violations.Ids("group_id", request.GroupId);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var each = await BestEffort.RunAsync(
            ids, id => engine.TryAskAsync(new DeleteAffinityGroup(new AffinityGroupId(id)), call, about));
        var response = new DeleteResponse();
        response.GroupId.AddRange(each.Done);
        response.Failed.AddRange(each.Failed);
        return response;
    }
}
