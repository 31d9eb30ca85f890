using System.Text.Json.Nodes;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary>
/// Carries a repacking plan out: one migration after the other, each to its planned host. Stops before the next one at
/// whatever is not as planned, and when interrupted; a migration that was begun is waited for. What was done is told
/// in every case: it stays, and the rest can be planned anew.
/// </summary>
internal sealed class DefragRun(CommandContext context, PlanRepackingResponse plan)
{
    private const string HowToGoOn =
        "what was done stays, and nothing is half done; look into it, "
        + "and run the same command again to plan the rest anew";

    private readonly List<PlannedMove> _done = [];

    /// <exception cref="CliException">Something was not as planned.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted before its end.</exception>
    public async Task RunAsync()
    {
        var surprise = await context.Progress.ShowAsync(MoveAllAsync);
        Write(surprise);
        if (surprise is not null)
        {
            throw new CliException(surprise);
        }
    }

    private async Task<CliError?> MoveAllAsync(IProgressSteps steps)
    {
        var step = steps.Begin("migrate", plan.Moves.Count);
        foreach (var move in plan.Moves)
        {
            if (context.CancellationToken.IsCancellationRequested)
            {
                return Stopped(move, ExitCodes.Interrupted, "vimctl.interrupted", "interrupted");
            }

            if (await MoveAsync(move) is { } surprise)
            {
                return surprise;
            }

            _done.Add(move);
            step.Advance($"{NameOf(move)} to {move.To.HostId}");
        }

        return null;
    }

    private async Task<CliError?> MoveAsync(PlannedMove move)
    {
        try
        {
            // Not to be interrupted: how a migration that was begun ends is to be told.
            var after = await context.Client.MigrateAsync(
                move.ComputeId, [move.To.HostId], [], CancellationToken.None);
            return Difference(move, after) is { } difference
                ? Stopped(move, ExitCodes.Conflict, "vimctl.not_as_planned", difference)
                : null;
        }
        catch (CliException failure)
        {
            var error = failure.Error;
            return Stopped(move, error.ExitCode, error.Code, error.Problem) with { Infeasible = error.Infeasible };
        }
    }

    /// <summary>
    /// How the place that it got differs from the planned one; null: in nothing that the plan rests on.
    /// </summary>
    private static string? Difference(PlannedMove move, VirtualCompute after)
    {
        if (after.HostId != move.To.HostId)
        {
            return $"it is on host {after.HostId}";
        }

        var planned = NodesOf(move.To.Nodes.Select(node => (node.GuestNode, node.HostNode)));
        var found = NodesOf(after.EffectivePlacement.Nodes.Select(node => (node.GuestNode, node.HostNode)));
        return planned == found ? null : $"it is on NUMA nodes {found} of its host, planned were {planned}";
    }

    private static string NodesOf(IEnumerable<(int Guest, int Host)> nodes) =>
        string.Join(",", nodes.OrderBy(node => node.Guest).Select(node => node.Host));

    private CliError Stopped(PlannedMove move, int exitCode, string code, string why) => new()
    {
        ExitCode = exitCode,
        Code = code,
        Problem = $"stopped at step {_done.Count + 1} of {plan.Moves.Count}, {NameOf(move)} to {move.To.HostId}: {why}",
        Details =
        [
            .. plan.Moves.Select((one, index) => new ErrorDetail(
                $"step {index + 1}, {NameOf(one)} to {one.To.HostId}", index < _done.Count ? "done" : "not done")),
        ],
        Remedy = HowToGoOn,
    };

    private void Write(CliError? surprise)
    {
        if (!context.WriteNode(() => ToNode(surprise), _done.Select(move => move.ComputeId)) && surprise is null)
        {
            context.Output.Line(
                new Span("done", Tone.Good), $": {Words.Count(_done.Count, "compute")} migrated");
        }
    }

    private JsonObject ToNode(CliError? surprise) => new()
    {
        ["plan"] = MessageText.ToNode(plan),
        ["done"] = Ids(_done),
        ["notDone"] = Ids(plan.Moves.Skip(_done.Count)),
        ["problem"] = surprise?.Problem ?? "",
    };

    private static JsonArray Ids(IEnumerable<PlannedMove> moves) =>
        new([.. moves.Select(move => (JsonNode)move.ComputeId)]);

    private static string NameOf(PlannedMove move) => move.ComputeName.Length > 0 ? move.ComputeName : move.ComputeId;
}
