using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Engine;
using Vim.Engine.Changes;
using Vim.Engine.Views;

namespace Vim.Simulation.Planting;

/// <summary>A planted bug: an edge that answers too early or another way on a retry, or drops what was asked.</summary>
internal sealed class MistakenFront(VimEngine inner, Bug bug) : IVimEngine
{
    private readonly HashSet<string> _keys = [];

    public EngineViews Views => inner.Views;

    public ChangeFeed Changes => inner.Changes;

    public async ValueTask<Outcome<TReply>> AskAsync<TReply>(
        IRequest<TReply> request, CallerContext caller, CancellationToken cancellation = default)
    {
        var asking = inner.AskAsync(Twist(request), caller, cancellation);
        if (bug == Bug.ReplyTooEarly
            && request is TerminateCompute terminate
            && inner.Views.Computes.Find(terminate.Compute.Value) is { } view)
        {
            _ = asking.AsTask();
            return (TReply)(object)(view.State with { Phase = ComputePhase.Terminated });
        }

        var outcome = await asking;
        var isRetry = caller.IdempotencyKey is { } key && !_keys.Add(key);
        var isTwisted = bug == Bug.ReplyChangesOnRetry && isRetry;
        return isTwisted && outcome.Value is ComputeState { Placement: { } placement } state
            ? (TReply)(object)(state with { Placement = placement with { Host = new HostId("elsewhere") } })
            : outcome;
    }

    private IRequest<TReply> Twist<TReply>(IRequest<TReply> request) =>
        bug == Bug.RequestLosesGroups && request is AllocateCompute allocation
            ? (IRequest<TReply>)(object)(allocation with { Constraints = [] })
            : request;
}
