using Microsoft.Extensions.ObjectPool;

namespace Vim.Rpc.Client;

/// <summary>
/// The requests of one method on one channel. Those of calls that ended well are used again: to build a request with
/// its headers costs about as much as all else that the client adds to a small call. Thread-safe.
/// </summary>
internal sealed class MethodRequests(Uri target, int messageLimit)
{
    // As many as are worth keeping: calls of one method in flight on a busy channel.
    private const int Kept = 256;

    private readonly DefaultObjectPool<UnaryRequest> _idle = new(new Policy(target, messageLimit), Kept);

    public Uri Target => target;

    /// <summary>A request without anything of a call in it.</summary>
    public UnaryRequest Take() => _idle.Get();

    /// <summary>Gives back the request of a call that ended well, whose response has been read to its end.</summary>
    public void Return(UnaryRequest request) => _idle.Return(request);

    private sealed class Policy(Uri target, int messageLimit) : PooledObjectPolicy<UnaryRequest>
    {
        public override UnaryRequest Create() => new(target, messageLimit);

        public override bool Return(UnaryRequest obj) => obj.TryEmpty();
    }
}
