using Vim.Contracts.Agent.V1;
using Vim.Rpc;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>The requests of a stream: the registration, which has a time limit, and the rest.</summary>
internal sealed class FirstMessage : IDisposable
{
    private readonly CancellationTokenSource _reading = new();
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    public FirstMessage(IAsyncEnumerable<AgentMessage> requests, TimeSpan limit, TimeProvider time)
    {
        _limit = limit;
        _time = time;
        Rest = requests.GetAsyncEnumerator(_reading.Token);
    }

    /// <summary>Whether the agent was admitted.</summary>
    public bool Admitted { get; set; }

    /// <summary>What follows the registration.</summary>
    public IAsyncEnumerator<AgentMessage> Rest { get; }

    /// <exception cref="RpcException">FAILED_PRECONDITION: another message, none, or none in time.</exception>
    public async Task<Register> ReadAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var stop = either.Token.Register(_reading.Cancel);
        try
        {
            if (await Rest.MoveNextAsync() && Rest.Current.Register is { } register)
            {
                return register;
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new RpcException(RpcStatusCode.FailedPrecondition, $"no Register came within {_limit}");
        }

        throw new RpcException(RpcStatusCode.FailedPrecondition, "the first message of a stream must be Register");
    }

    /// <summary>Ends a read that is under way.</summary>
    public void Cancel() => _reading.Cancel();

    public void Dispose() => _reading.Dispose();
}
