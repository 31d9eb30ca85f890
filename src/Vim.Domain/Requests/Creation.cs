using Vim.Domain.Errors;

namespace Vim.Domain.Requests;

/// <summary>The rule of idempotent creation, the same for every kind of resource.</summary>
public static class Creation
{
    /// <summary>How long the key of a deleted resource is remembered.</summary>
    public static readonly TimeSpan KeyRetention = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether the id is taken: by a resource that exists, or by the memory of one that a retry may ask for.
    /// </summary>
    public static bool IsTaken(bool exists, RequestDigest first, DateTimeOffset? deletedAt, DateTimeOffset now) =>
        exists || (!first.IsNone && deletedAt is { } at && now - at < KeyRetention);

    /// <summary>
    /// A resource that exists is to be created: nothing to do for a retry with the same key and request, else a
    /// refusal.
    /// </summary>
    /// <param name="kind">Kind of resource, for the text.</param>
    /// <param name="id">Its id.</param>
    /// <param name="first">Digest of the request that made it.</param>
    /// <param name="again">Digest of this one; none when it came without a key.</param>
    public static Decision Again(string kind, string id, RequestDigest first, RequestDigest again)
    {
        if (again.IsNone || first.IsNone)
        {
            return Decision.Refuse(Refusals.AlreadyExists(kind, id));
        }

        return first == again ? Decision.Nothing : Decision.Refuse(Refusals.KeyReused(kind, id));
    }
}
