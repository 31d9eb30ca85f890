namespace Vim.Domain.Requests;

/// <summary>
/// The first 128 bits of the SHA-256 of a request's canonical form. Tells whether an idempotency key came back with the
/// same request. The default value stands for a request without a key and equals no real digest.
/// </summary>
/// <param name="High">Upper 64 bits.</param>
/// <param name="Low">Lower 64 bits.</param>
public readonly record struct RequestDigest(ulong High, ulong Low)
{
    /// <summary>No digest: the request came without a key.</summary>
    public static RequestDigest None => default;

    /// <summary>Whether there is no digest.</summary>
    public bool IsNone => High == 0 && Low == 0;
}
