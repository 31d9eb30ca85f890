using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Errors;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Operations on several resources: each for itself (IFA 005 7.3.1.5, 7.4.1.5).</summary>
internal static class BestEffort
{
    /// <summary>Does all at once.</summary>
    /// <param name="ids">The resources.</param>
    /// <param name="operation">What to do with one.</param>
    /// <exception cref="Vim.Rpc.RpcException">None succeeded: the refusal of the first.</exception>
    public static async ValueTask<(IReadOnlyList<string> Done, IReadOnlyList<FailedResource> Failed)> RunAsync<T>(
        IReadOnlyList<string> ids, Func<string, ValueTask<Outcome<T>>> operation)
    {
        var outcomes = ids.Count == 1
            ? [await operation(ids[0])]
            : await Task.WhenAll(ids.Select(id => operation(id).AsTask()));
        var done = new List<string>();
        var failed = new List<FailedResource>();
        for (var index = 0; index < ids.Count; index++)
        {
            if (outcomes[index].Error is not { } error)
            {
                done.Add(ids[index]);
            }
            else
            {
                failed.Add(new()
                {
                    ResourceId = ids[index],
                    Failure = new() { Code = error.Code, Message = error.Message },
                });
            }
        }

        return done.Count > 0 ? (done, failed) : throw ErrorTable.Refusal(outcomes[0].Error!);
    }
}
