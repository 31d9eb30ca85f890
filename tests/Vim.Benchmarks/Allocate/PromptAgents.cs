using System.Threading.Channels;
using Vim.Domain.Compute;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Engine;
using Vim.Engine.Ports;

namespace Vim.Benchmarks.Allocate;

/// <summary>
/// Agents whose hosts do everything at once: what is measured is the VIM, with the reports that it must take.
/// </summary>
internal sealed class PromptAgents : IAgentGateway, IAsyncDisposable
{
    private readonly Channel<GuestOrder> _queue = Channel.CreateBounded<GuestOrder>(65_536);
    private readonly CancellationTokenSource _stopping = new();
    private Task _working = Task.CompletedTask;
    private long _orders;

    /// <summary>How many were taken.</summary>
    public long Orders => Volatile.Read(ref _orders);

    public void Attach(IVimEngine engine) => _working = WorkAsync(engine);

    public bool TrySend(GuestOrder order)
    {
        Interlocked.Increment(ref _orders);
        return _queue.Writer.TryWrite(order);
    }

    public bool IsConnected(HostId host) => true;

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _stopping.CancelAsync();
        await _working;
        _stopping.Dispose();
    }

    private async Task WorkAsync(IVimEngine engine)
    {
        var reports = new Queue<Task>();
        await foreach (var order in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            reports.Enqueue(engine.AskAsync(Report(order), CallerContext.Internal, CancellationToken.None).AsTask());
            while (reports.Count > 1024 || (reports.TryPeek(out var oldest) && oldest.IsCompleted))
            {
                await reports.Dequeue();
            }
        }

        await Task.WhenAll(reports);
    }

    private static ReportOrderOutcome Report(GuestOrder order) => new(
        order.Host,
        order.CommandId,
        order.Compute,
        order.Incarnation,
        order is CreateGuest create
            ? new GuestObservation
            {
                Compute = create.Compute,
                Incarnation = create.Incarnation,
                PowerState = GuestPowerState.Running,
                Pins = create.Spec.Placement.Pins,
                Nodes = create.Spec.Placement.Nodes,
            }
            : null,
        Failure: null,
        IsTransient: false);
}
