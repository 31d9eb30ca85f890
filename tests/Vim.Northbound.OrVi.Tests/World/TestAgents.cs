using System.Threading.Channels;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Engine;
using Vim.Engine.Ports;

namespace Vim.Northbound.OrVi.Tests.World;

/// <summary>
/// The hosts' agents of a test: do what they are told, at once, and report it. A test can hold them back or let them
/// refuse.
/// </summary>
internal sealed class TestAgents : IAgentGateway, IAsyncDisposable
{
    private readonly Channel<GuestOrder> _orders = Channel.CreateUnbounded<GuestOrder>();
    private readonly CancellationTokenSource _stop = new();
    private volatile TaskCompletionSource _open = Opened();
    private Task _work = Task.CompletedTask;

    /// <summary>Set: guests are refused with this text.</summary>
    public string? Refusal { get; set; }

    public void Start(IVimEngine engine) => _work = Task.Run(() => WorkAsync(engine));

    /// <summary>From now on nothing is reported.</summary>
    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back is done.</summary>
    public void GoOn() => _open.TrySetResult();

    public bool TrySend(GuestOrder order) => _orders.Writer.TryWrite(order);

    public bool IsConnected(HostId host) => true;

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task WorkAsync(IVimEngine engine)
    {
        try
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(_stop.Token))
            {
                await _open.Task;
                await engine.AskAsync(Report(order), CallerContext.Internal, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private ReportOrderOutcome Report(GuestOrder order)
    {
        var refused = Refusal is { } text && order is CreateGuest ? new Failure(ErrorCodes.HostRefused, text) : null;
        return new(
            order.Host,
            order.CommandId,
            order.Compute,
            order.Incarnation,
            refused is null ? Seen(order) : null,
            refused,
            IsTransient: false);
    }

    private static GuestObservation Seen(GuestOrder order) => order switch
    {
        CreateGuest create => new()
        {
            Compute = order.Compute,
            Incarnation = order.Incarnation,
            PowerState = GuestPowerState.Running,
            Pins = create.Spec.Placement.Pins,
            Nodes = create.Spec.Placement.Nodes,
        },
        PrepareGuest prepare => new()
        {
            Compute = order.Compute,
            Incarnation = order.Incarnation,
            PowerState = GuestPowerState.Paused,
            Pins = prepare.Spec.Placement.Pins,
            Nodes = prepare.Spec.Placement.Nodes,
            MigrationEndpoint = "test",
        },
        SettleGuest => new()
        {
            Compute = order.Compute,
            Incarnation = order.Incarnation,
            PowerState = GuestPowerState.Running,
        },
        OperateGuest operate => new()
        {
            Compute = order.Compute,
            Incarnation = order.Incarnation,
            PowerState = operate.Operation switch
            {
                GuestOperation.Stop => GuestPowerState.Stopped,
                GuestOperation.Pause => GuestPowerState.Paused,
                _ => GuestPowerState.Running,
            },
        },
        _ => new() { Compute = order.Compute, Incarnation = order.Incarnation, PowerState = GuestPowerState.Unknown },
    };
}
