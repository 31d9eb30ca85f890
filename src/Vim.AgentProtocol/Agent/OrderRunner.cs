using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Wire;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.AgentProtocol.Agent;

/// <summary>
/// The orders of one agent process, across its streams: each is done once however often it comes, those of one compute
/// one after another, so many at a time. An outcome is kept until the VIM acknowledges it. Safe for several threads.
/// </summary>
internal sealed class OrderRunner : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReportOrderOutcome?> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<ComputeId, Task> _last = [];
    private readonly CancellationTokenSource _abandon = new();
    private readonly SemaphoreSlim _running;
    private readonly SemaphoreSlim _sending;
    private readonly OrderExecutor _executor;
    private readonly HostAgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private TaskCompletionSource? _idle;
    private long _epoch;
    private long _version;
    private int _open;
    private bool _stopping;

    public OrderRunner(IHostDriver driver, HostId host, HostAgentOptions options, TimeProvider time, ILogger log)
    {
        _executor = new(driver, host, options, time, log);
        _options = options;
        _time = time;
        _log = log;
        _running = new(options.MaxRunningOrders);
        _sending = new(options.MaxRunningSends);
    }

    /// <summary>An order ended. Raised once an order, outside of locks.</summary>
    public event Action<ReportOrderOutcome>? Ended;

    /// <summary>Changes whenever an order ends: what was seen of the host before may be old.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Outcomes that the VIM has not acknowledged.</summary>
    public IReadOnlyList<ReportOrderOutcome> Unacknowledged
    {
        get
        {
            lock (_lock)
            {
                return [.. _orders.Values.OfType<ReportOrderOutcome>()];
            }
        }
    }

    /// <summary>The owner of the host's zone has this epoch; orders of a lower one are refused from now on.</summary>
    public void RaiseEpoch(long epoch)
    {
        lock (_lock)
        {
            _epoch = Math.Max(_epoch, epoch);
        }
    }

    /// <summary>
    /// Does an order, unless it is under way. One that ended and was not acknowledged is not done again: its outcome is
    /// told again. One that cannot be taken ends at once with a failure.
    /// </summary>
    public void Take(AgentOrder order)
    {
        ReportOrderOutcome? told;
        lock (_lock)
        {
            if (_stopping)
            {
                return; // Not done and not answered: the VIM gives it again after the next registration.
            }

            if (!_orders.TryGetValue(order.CommandId, out told))
            {
                told = Refusal(order);
                if (told is null)
                {
                    _epoch = order.Epoch;
                    Begin(order);
                    return;
                }

                if (_orders.Count < _options.MaxOrders)
                {
                    _orders[order.CommandId] = told;
                }
            }
        }

        if (told is not null)
        {
            Ended?.Invoke(told);
        }
    }

    /// <summary>
    /// Says something that was seen when <see cref="Version"/> was this, unless an order ended since: so that nothing
    /// old is said after a newer outcome.
    /// </summary>
    /// <returns>False where an order ended since: look again.</returns>
    public bool TrySay(long version, Action say)
    {
        lock (_lock)
        {
            if (version != _version)
            {
                return false;
            }

            say();
            return true;
        }
    }

    /// <summary>The VIM has the outcome.</summary>
    public void Acknowledge(string commandId)
    {
        lock (_lock)
        {
            if (_orders.TryGetValue(commandId, out var outcome) && outcome is not null)
            {
                _orders.Remove(commandId);
            }
        }
    }

    /// <summary>Takes no more orders and waits for those under way; what is not done in time is abandoned.</summary>
    public async Task StopAsync()
    {
        Task idle;
        lock (_lock)
        {
            _stopping = true;
            _log.Stopping(_open);
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open == 0)
            {
                _idle.TrySetResult();
            }

            idle = _idle.Task;
        }

        if (await Task.WhenAny(idle, Task.Delay(_options.ShutdownTime, _time)) != idle)
        {
            await _abandon.CancelAsync();
            await idle;
        }
    }

    public void Dispose() => _abandon.Dispose();

    private ReportOrderOutcome? Refusal(AgentOrder order)
    {
        if (order.Epoch < _epoch)
        {
            var fenced = $"epoch {order.Epoch} is over; the zone's owner has {_epoch}";
            return _executor.Failed(order, ErrorCodes.Fenced, fenced, isTransient: false);
        }

        return _orders.Count >= _options.MaxOrders
            ? _executor.Failed(
                order,
                ErrorCodes.Overloaded,
                $"the agent has {_options.MaxOrders} orders; give it again later",
                isTransient: true)
            : null;
    }

    private void Begin(AgentOrder order)
    {
        _orders[order.CommandId] = null;
        _open++;
        var before = _last.GetValueOrDefault(order.Compute, Task.CompletedTask);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _last[order.Compute] = done.Task;
        _ = RunAsync(order, before, done);
    }

    private async Task RunAsync(AgentOrder order, Task before, TaskCompletionSource done)
    {
        // The lock is held by the caller until the first await that waits.
        await Task.Yield();
        ReportOrderOutcome? outcome = null;
        try
        {
            await before;
            // What takes long holds up nothing else.
            var room = order is SendOrder ? _sending : _running;
            await room.WaitAsync(_abandon.Token);
            try
            {
                outcome = await _executor.ExecuteAsync(order, _abandon.Token);
            }
            finally
            {
                room.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Abandoned at the end of the process: the VIM gives the order again.
        }

        End(order, outcome, done);
        if (outcome is not null)
        {
            Ended?.Invoke(outcome);
        }
    }

    private void End(AgentOrder order, ReportOrderOutcome? outcome, TaskCompletionSource done)
    {
        lock (_lock)
        {
            _version++;
            _open--;
            if (outcome is null)
            {
                _orders.Remove(order.CommandId);
            }
            else
            {
                _orders[order.CommandId] = outcome;
            }

            if (_last.GetValueOrDefault(order.Compute) == done.Task)
            {
                _last.Remove(order.Compute);
            }

            if (_open == 0)
            {
                _idle?.TrySetResult();
            }
        }

        done.SetResult();
    }
}
