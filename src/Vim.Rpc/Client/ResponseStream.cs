namespace Vim.Rpc.Client;

/// <summary>Enumerates the responses of a call.</summary>
internal sealed class ResponseStream<T>(IClientCall<T> call, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    public T Current { get; private set; } = default!;

    public async ValueTask<bool> MoveNextAsync()
    {
        var message = await call.ReadAsync(cancellationToken);
        Current = message!;
        return message is not null;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
