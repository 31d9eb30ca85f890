using Vim.Codecs;
using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Engine;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;
using Vim.Scheduling.Repacking;

namespace Vim.Server.Admin;

/// <summary><c>vim.admin.v1.RepackingService</c>: what live migrations would undo fragmentation.</summary>
internal sealed class RepackingService(IVimEngine engine)
{
    private const int Most = 1_000;

    public RpcService Bind() =>
        RpcService.For(AdminReflection.Descriptor.Services.Single(service => service.Name == "RepackingService"))
            .Unary<PlanRepackingRequest, PlanRepackingResponse>("PlanRepacking", PlanAsync)
            .Build();

    private async ValueTask<PlanRepackingResponse> PlanAsync(PlanRepackingRequest request, RpcServerCall call)
    {
        var moves = Count("max_move_count", request.MaxMoveCount, RepackingLimits.Default.MaxMoves);
        RepackingGoal goal = request.GoalCase switch
        {
            PlanRepackingRequest.GoalOneofCase.Room => new RepackingGoal.Room(
                new(request.Room.FlavourId), Count("room.compute_count", request.Room.ComputeCount, 1)),
            PlanRepackingRequest.GoalOneofCase.EmptyHostCount => new RepackingGoal.EmptyHosts(
                Count("empty_host_count", request.EmptyHostCount, 0)),
            _ => throw ErrorTable.Refusal(Refusals.BadField("goal", "give room or empty_host_count")),
        };
        var query = new PlanRepacking(
            new ZoneId(request.ZoneId), goal, RepackingLimits.Default with { MaxMoves = moves });
        return ToProto(await engine.AskAsync(query, call));
    }

    private static int Count(string field, int asked, int byDefault)
    {
        var count = asked == 0 ? byDefault : asked;
        return count is > 0 and <= Most
            ? count
            : throw ErrorTable.Refusal(Refusals.BadField(field, $"{asked} is not 1 to {Most}"));
    }

    private PlanRepackingResponse ToProto(RepackingPlan plan)
    {
        var response = new PlanRepackingResponse
        {
            Reached = plan.IsReached,
            Proven = plan.IsProven,
            MovedBytes = plan.MemoryMoved.Bytes,
        };
        response.Moves.AddRange(plan.Moves.Select(move => new PlannedMove
        {
            ComputeId = move.Compute.Value,
            ComputeName = engine.Views.Computes.Find(move.Compute.Value)?.State.Name ?? "",
            From = move.From.ToProto(),
            To = move.To.ToProto(),
            MemoryBytes = move.Memory.Bytes,
        }));
        response.Places.AddRange(plan.Places.Select(place => place.ToProto()));
        response.EmptiedHostIds.AddRange(plan.EmptiedHosts.Select(host => host.Value));
        return response;
    }
}
