using Google.Protobuf;
using Vim.Cli.Errors;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.Cli.Client;

/// <summary>
/// Calls one VIM. A call that the VIM could not take (not reachable, overloaded) is made again a few times within its
/// time limit: every changing request carries an idempotency key, so that this never does a thing twice. Any other
/// failure ends in a <see cref="CliException"/> that says what it means.
/// </summary>
internal sealed class VimClient(RpcChannel channel, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private const int AttemptsMax = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(2);

    public TimeSpan Timeout => timeout;

    public TimeProvider Time => time;

    /// <summary>One request, one response.</summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var startedAt = time.GetTimestamp();
        var delay = FirstDelay;
        CliException? unavailable = null;
        for (var attempt = 1; ; attempt++)
        {
            var left = timeout - time.GetElapsedTime(startedAt);
            var options = new RpcCallOptions
            {
                Timeout = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1),
                CancellationToken = cancellationToken,
            };
            try
            {
                return await channel.UnaryAsync(method, request, options);
            }
            catch (RpcException failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var error = ErrorTranslator.From(failure, method.Name, channel.Address);
                var wait = error.RetryAfter ?? delay;
                var told = new CliException(error, failure);
                if (failure.Code == RpcStatusCode.DeadlineExceeded && unavailable is not null)
                {
                    // The time ran out on a repetition: what it was repeated for says more.
                    throw unavailable;
                }

                if (!MayRetry(failure, error) || attempt == AttemptsMax
                    || wait > timeout - time.GetElapsedTime(startedAt))
                {
                    throw told;
                }

                unavailable = told;

                await Task.Delay(wait, time, cancellationToken);
                delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
            }
        }
    }

    /// <summary>One request, a stream of responses, without a time limit.</summary>
    public async IAsyncEnumerable<TResponse> StreamAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method,
        TRequest request,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = channel.ServerStreaming(
            method, request, new RpcCallOptions { CancellationToken = cancellationToken });
        await using var messages = call.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(messages, method, cancellationToken))
        {
            yield return messages.Current;
        }
    }

    public void Dispose() => channel.Dispose();

    private static bool MayRetry(RpcException failure, CliError error) =>
        failure.Code == RpcStatusCode.Unavailable
        || (failure.Code == RpcStatusCode.ResourceExhausted && error is { Infeasible: null, RetryAfter: not null });

    private async ValueTask<bool> NextAsync<TResponse>(
        IAsyncEnumerator<TResponse> messages, RpcMethod method, CancellationToken cancellationToken)
    {
        try
        {
            return await messages.MoveNextAsync();
        }
        catch (RpcException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CliException(ErrorTranslator.From(failure, method.Name, channel.Address), failure);
        }
    }
}
