using Vim.Actors.Sources;
using Vim.Domain.Requests;

namespace Vim.Engine.Routing;

/// <summary>
/// Ids of new resources: wished for, from the idempotency key (so that a retry finds what the first try made), or new.
/// </summary>
internal sealed class IdMaker(IIdSource ids)
{
    private readonly Lock _gate = new();

    /// <summary>The id of a new resource, and the digest of the request that makes it.</summary>
    public string For(string kind, string? wished, object command, CallerContext caller, out RequestDigest digest)
    {
        digest = caller.IdempotencyKey is null ? RequestDigest.None : RequestDigests.OfRequest(command);
        return wished ?? (caller.IdempotencyKey is { } key
            ? ResourceIds.FromDigest(RequestDigests.OfKey(kind, caller, key))
            : Next());
    }

    private string Next()
    {
        lock (_gate)
        {
            return ResourceIds.From(ids.Next());
        }
    }
}
