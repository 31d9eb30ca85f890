using Nfv.OrVi.V1;
using Vim.Domain.Flavours;
using Vim.Domain.Identity;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Virtualised Compute Flavour Management (IFA 005 7.3.5).</summary>
internal sealed class FlavourService(EngineCalls engine)
{
    private static readonly FilterSchema<FlavourView> Schema = new FilterSchema<FlavourView>()
        .Text("flavourId", view => view.Id)
        .Text("name", view => view.State.Name)
        .Text("resourceGroupId", view => view.State.ResourceGroup.Value)
        .Text("virtualCpu/cpuArchitecture", view => view.State.Requirements?.Architecture)
        .Number("virtualCpu/numVirtualCpu", view => view.State.Requirements?.VirtualCpuCount ?? 0)
        .Number("virtualMemory/virtualMemSize", view => view.State.Requirements?.Memory.Bytes ?? 0)
        .Map("metadata", (view, key) => MetadataMapping.Find(view.State.Metadata, key));

    public RpcService Build() => RpcService.For(ComputeFlavourManagementReflection.Descriptor.Services[0])
        .Unary<CreateComputeFlavourRequest, CreateComputeFlavourResponse>("CreateComputeFlavour", CreateAsync)
        .Unary<QueryComputeFlavourRequest, QueryComputeFlavourResponse>("QueryComputeFlavour", Query)
        .Unary<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse>("DeleteComputeFlavour", DeleteAsync)
        .Build();

    // 7.3.5.2
    private async ValueTask<CreateComputeFlavourResponse> CreateAsync(
        CreateComputeFlavourRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.If(request.Flavour is null, "flavour", "must be given");
        var flavour = request.Flavour ?? new VirtualComputeFlavour();
        var id = violations.OptionalId("flavour.flavour_id", flavour.FlavourId.Length > 0, flavour.FlavourId);
        violations.NotSupported(flavour.HasIsPublic && !flavour.IsPublic, "flavour.is_public");
        violations.If(
            flavour.Metadata.Count > 0 && request.MetaData.Count > 0,
            "meta_data",
            "give it here or in flavour.metadata");
        var (metadata, path) = flavour.Metadata.Count > 0
            ? (flavour.Metadata, "flavour.metadata")
            : (request.MetaData, "meta_data");
        var requirements = new FlavourReader("flavour", violations).Read(flavour, metadata, path);
        var command = new CreateFlavour
        {
            Id = id is null ? null : new FlavourId(id),
            Name = violations.Text("flavour.name", flavour.Name),
            Requirements = requirements,
            Metadata = MetadataMapping.ToDomain(metadata),
        };
        var about = RequestContext.Of(request.ResourceGroupId, request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var state = await engine.AskAsync(command, call, about, "flavour");
        return new() { FlavourId = state.Id.Value, Flavour = FlavourMapping.ToProto(state) };
    }

    // 7.3.5.3
    private ValueTask<QueryComputeFlavourResponse> Query(QueryComputeFlavourRequest request, RpcServerCall call)
    {
        var page = QueryRunner.Run(
            engine.Views.Flavours,
            Schema,
            "query_compute_flavour_filter",
            request.QueryComputeFlavourFilter,
            request.Page,
            view => view.State.Exists,
            call);
        var response = new QueryComputeFlavourResponse { NextPageToken = page.NextToken };
        response.Flavours.AddRange(page.Items.Select(view => FlavourMapping.ToProto(view.State)));
        return ValueTask.FromResult(response);
    }

    // 7.3.5.4
    private async ValueTask<DeleteComputeFlavourResponse> DeleteAsync(
        DeleteComputeFlavourRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("compute_flavour_id", request.ComputeFlavourId);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        await engine.AskAsync(new DeleteFlavour(new FlavourId(request.ComputeFlavourId)), call, about);
        return new();
    }
}
