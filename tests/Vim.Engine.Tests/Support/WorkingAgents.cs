using System.Threading.Channels;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Engine.Ports;

namespace Vim.Engine.Tests.Support;

/// <summary>Fake hosts that work on a task of their own, for engines on real threads.</summary>
public sealed class WorkingAgents : IAgentGateway, IAsyncDisposable
{
    private readonly Channel<GuestOrder> _orders = Channel.CreateBounded<GuestOrder>(4_096);
    private readonly Dictionary<HostId, FakeHost> _hosts = [];
    private Task _work = Task.CompletedTask;

    public void Add(HostInventory inventory) => _hosts[inventory.Id] = new(inventory) { IsConnected = true };

    public void Start(IVimEngine engine) => _work = WorkAsync(engine);

    public bool TrySend(GuestOrder order) => _orders.Writer.TryWrite(order);

    public bool IsConnected(HostId host) => _hosts.ContainsKey(host);

    public async ValueTask DisposeAsync()
    {
        _orders.Writer.TryComplete();
        await _work;
    }

    private async Task WorkAsync(IVimEngine engine)
    {
        await foreach (var order in _orders.Reader.ReadAllAsync())
        {
            var host = _hosts[order.Host];
            host.Inbox.Enqueue(order);
            _ = engine.AskAsync(host.Work()!, CallerContext.Internal).AsTask();
        }
    }
}
