namespace Vim.Rpc.Client;

/// <summary>Enumerates the responses of a call; the enumerator's token cancels the call.</summary>
internal sealed class ResponseStream<T>(IClientCall<T> call, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    private readonly CancellationTokenRegistration _cancelled =
        cancellationToken.UnsafeRegister(static state => ((IClientCall<T>)state!).Cancel(), call);

    public T Current { get; private set; } = default!;

    public async ValueTask<bool> MoveNextAsync()
    {
        var message = await call.ReadAsync();
        Current = message!;
        return message is not null;
    }

    public ValueTask DisposeAsync() => _cancelled.DisposeAsync();
}
