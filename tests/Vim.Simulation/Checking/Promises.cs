using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Engine.Views;
using Vim.Simulation.Clients;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Checking;

/// <summary>
/// Whatever was answered was durable when it was answered, is never taken back, and is answered the same to every
/// retry.
/// </summary>
internal sealed class Promises(SimulatedWorld world)
{
    private readonly Dictionary<string, ComputeState> _placed = [];
    private readonly Dictionary<string, ClientRequest> _allocations = [];
    private readonly Dictionary<ComputeId, int> _operations = [];
    private readonly Dictionary<ComputeId, int> _migrations = [];
    private readonly HashSet<ComputeId> _ending = [];
    private readonly HashSet<ComputeId> _ended = [];

    /// <summary>Allocations that were answered with a place.</summary>
    public IEnumerable<(ClientRequest Request, ComputeState Told)> Placed =>
        _placed.Select(pair => (_allocations[pair.Key], pair.Value));

    /// <summary>The engine answered; whether the client hears it is another matter.</summary>
    public void Answered(ClientRequest request, Outcome<ComputeState> outcome)
    {
        if (outcome.Error is { } error)
        {
            Refused(request, error);
            return;
        }

        var state = outcome.Value!;
        switch (request.Command)
        {
            case AllocateCompute:
                Allocated(request, state);
                break;
            case TerminateCompute:
                Terminated(request, state);
                break;
            case MigrateCompute:
                Migrated(request, state);
                break;
            default:
                _operations[state.Id] = Math.Max(_operations.GetValueOrDefault(state.Id), state.LastOperation);
                break;
        }
    }

    /// <summary>Everything answered is what the member knows.</summary>
    public void Check(EngineViews views)
    {
        foreach (var (key, told) in _placed)
        {
            var now = views.Computes.Find(told.Id.Value)?.State;
            if (now is null || !IsAsTold(told, now))
            {
                var there = now is null ? "nothing" : PlaceOf(now);
                world.Fail($"{key} was answered with {PlaceOf(told)}; now there is {there}");
            }
        }

        foreach (var (id, incarnation) in _migrations)
        {
            if (views.Computes.Find(id.Value) is not { } view || view.State.Incarnation < incarnation)
            {
                world.Fail($"compute {id}: its migration to incarnation {incarnation} was answered and is not known");
            }
        }

        foreach (var (id, last) in _operations)
        {
            if (views.Computes.Find(id.Value) is not { } view || view.State.LastOperation < last)
            {
                world.Fail($"compute {id}: operation {last} was answered and is not known");
            }
        }

        CheckEnds(views);
    }

    /// <summary>A place is kept until the compute migrates, which gives it another incarnation.</summary>
    private static bool IsAsTold(ComputeState told, ComputeState now) =>
        now.Incarnation > told.Incarnation || PlaceOf(now) == PlaceOf(told);

    private static string PlaceOf(ComputeState state) =>
        $"{state.Id} incarnation {state.Incarnation} on {state.Placement?.Host} pins "
        + string.Join(',', state.Placement?.Pins.Select(pin => $"{pin.VirtualCpu}-{pin.HostCpu}") ?? []);

    private void CheckEnds(EngineViews views)
    {
        foreach (var id in _ending)
        {
            if (views.Computes.Find(id.Value)?.State.Phase is not (ComputePhase.Terminating or ComputePhase.Terminated))
            {
                world.Fail($"compute {id}: its termination was accepted and is not known");
            }
        }

        foreach (var id in _ended)
        {
            if (views.Computes.Find(id.Value)?.State.Phase != ComputePhase.Terminated)
            {
                world.Fail($"compute {id}: it was answered that it is gone, and it is not");
            }
        }
    }

    private void Allocated(ClientRequest request, ComputeState state)
    {
        if (world.Member.Durable.CountOf(state.Id.Value, nameof(ComputePlaced)) == 0)
        {
            world.Fail($"{request} was answered before it was durable");
        }

        if (!_placed.TryAdd(request.Key, state)
            && !IsAsTold(_placed[request.Key], state)
            && !IsAsTold(state, _placed[request.Key]))
        {
            world.Fail($"{request} was answered with {PlaceOf(_placed[request.Key])}, and again with {PlaceOf(state)}");
        }

        _allocations[request.Key] = request;
    }

    private void Migrated(ClientRequest request, ComputeState state)
    {
        if (world.Member.Durable.CountOf(state.Id.Value, nameof(ComputeMigrated)) == 0)
        {
            world.Fail($"{request} was answered before it was durable");
        }

        _migrations[state.Id] = Math.Max(_migrations.GetValueOrDefault(state.Id), state.Incarnation);
    }

    private void Terminated(ClientRequest request, ComputeState state)
    {
        _ending.Add(state.Id);
        if (state.Phase != ComputePhase.Terminated)
        {
            return;
        }

        _ended.Add(state.Id);
        if (world.Member.Durable.CountOf(state.Id.Value, nameof(ComputeTerminated)) == 0)
        {
            world.Fail($"{request} was answered before it was durable");
        }
    }

    private void Refused(ClientRequest request, VimError error)
    {
        // What is asked for by id was answered before. Its host may have lost the guest; and a second copy of an
        // operation may come when the compute was terminated since.
        var isImpossible = error.Code is ErrorCodes.ActorFailed or ErrorCodes.IdempotencyKeyReused
            or ErrorCodes.AlreadyExists or ErrorCodes.InvalidArgument or ErrorCodes.NotSupported
            || (error.Code == ErrorCodes.NotFound && !IsEnding(request))
            || (error.Code == ErrorCodes.NoFeasibleHost && _placed.ContainsKey(request.Key));
        if (isImpossible)
        {
            world.Fail($"{request} was refused: {error.Code}: {error.Message} {string.Join(", ", error.Fields)}");
        }
    }

    private bool IsEnding(ClientRequest request) =>
        request.Command is OperateCompute or MigrateCompute && request.Compute is { } id && _ending.Contains(id);
}
