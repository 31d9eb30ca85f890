using Vim.Domain.Errors;
using Vim.Domain.Requests;
using Vim.Engine.Changes;
using Vim.Engine.Views;

namespace Vim.Engine;

/// <summary>
/// The VIM as its edges see it: requests go in, outcomes come out, durable state is read from views and followed in the
/// change feed. All members may be called from any thread.
/// </summary>
public interface IVimEngine
{
    /// <summary>
    /// Asks for something. Commands and queries are the records that implement <see cref="IRequest{TReply}"/>:
    /// <c>AllocateCompute</c>, <c>TerminateCompute</c>, <c>CreateFlavour</c>, <c>RegisterHost</c>,
    /// <c>ExplainPlacement</c> ...
    /// The outcome of a command comes when everything it depends on is durable.
    /// </summary>
    /// <param name="request">What.</param>
    /// <param name="caller">Who, for whom, with which idempotency key and deadline.</param>
    /// <param name="cancellation">Stops waiting only: what was begun goes on.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<Outcome<TReply>> AskAsync<TReply>(
        IRequest<TReply> request, CallerContext caller, CancellationToken cancellation = default);

    /// <summary>What durable events tell of every resource.</summary>
    EngineViews Views { get; }

    /// <summary>Every durable change, in order.</summary>
    ChangeFeed Changes { get; }
}
