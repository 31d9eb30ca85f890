using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Engine;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Errors;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>The way to the engine: who asks, until when, and refusals as statuses.</summary>
internal sealed class EngineCalls(IVimEngine engine)
{
    public IVimEngine Engine => engine;

    public EngineViews Views => engine.Views;

    /// <summary>Asks, and ends the call with the refusal's status where it is refused.</summary>
    /// <param name="request">What.</param>
    /// <param name="call">The call: who asks and until when.</param>
    /// <param name="about">Tenant and idempotency key.</param>
    /// <param name="path">
    /// Where the request's fields stand in the message, for bad fields that the engine names.
    /// </param>
    public async ValueTask<TReply> AskAsync<TReply>(
        IRequest<TReply> request, RpcServerCall call, RequestContext about, string path = "")
    {
        var outcome = await TryAskAsync(request, call, about);
        return outcome.IsSuccess ? outcome.Value : throw ErrorTable.Refusal(Below(path, outcome.Error));
    }

    /// <summary>Asks.</summary>
    public ValueTask<Outcome<TReply>> TryAskAsync<TReply>(
        IRequest<TReply> request, RpcServerCall call, RequestContext about) =>
        engine.AskAsync(
            request,
            new CallerContext
            {
                Principal = PrincipalOf(call),
                ResourceGroup = new ResourceGroupId(about.ResourceGroup),
                IdempotencyKey = about.IdempotencyKey.Length == 0 ? null : about.IdempotencyKey,
                Deadline = call.Deadline,
            },
            call.CancellationToken);

    private static string PrincipalOf(RpcServerCall call) =>
        call.Principal as string ?? call.Peer.Identity ?? "anonymous";

    private static VimError Below(string path, VimError error) =>
        path.Length == 0 || error.Fields.IsEmpty
            ? error
            : error with { Fields = [.. error.Fields.Select(bad => bad with { Field = $"{path}.{bad.Field}" })] };
}
