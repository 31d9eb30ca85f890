using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Engine;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;

namespace Vim.Server.Admin;

/// <summary>Operators' calls, asked of the engine. They belong to no tenant.</summary>
internal static class AdminCalls
{
    /// <summary>The reply.</summary>
    /// <exception cref="Rpc.RpcException">The engine refused.</exception>
    public static async ValueTask<T> AskAsync<T>(
        this IVimEngine engine, IRequest<T> request, RpcServerCall call, string idempotencyKey = "")
    {
        var caller = new CallerContext
        {
            Principal = call.Principal as string ?? "",
            ResourceGroup = new ResourceGroupId(""),
            IdempotencyKey = idempotencyKey.Length == 0 ? null : idempotencyKey,
            Deadline = call.Deadline,
        };
        var outcome = await engine.AskAsync(request, caller, call.CancellationToken);
        return outcome.IsSuccess ? outcome.Value : throw ErrorTable.Refusal(outcome.Error);
    }
}
