using Nfv.OrVi.V1;

namespace Vim.Server.Tests.Kill;

/// <summary>
/// What the clients were told, and what they asked for without an answer. The truth that the restarted member is
/// held to. Safe for several threads.
/// </summary>
internal sealed class AcknowledgedWork
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    public int AllocatedCount { get; private set; }

    public int TerminatedCount { get; private set; }

    public int RefusedCount { get; private set; }

    public void Asked(string key)
    {
        lock (_lock)
        {
            _orders.Add(key, new Order(key));
        }
    }

    public void Allocated(string key, VirtualCompute compute)
    {
        lock (_lock)
        {
            var order = _orders[key];
            order.Compute = compute;
            order.State = OrderState.Living;
            AllocatedCount++;
        }
    }

    public void Refused(string key)
    {
        lock (_lock)
        {
            _orders.Remove(key);
            RefusedCount++;
        }
    }

    public void Terminated(string key)
    {
        lock (_lock)
        {
            _orders[key].State = OrderState.Terminated;
            TerminatedCount++;
        }
    }

    /// <summary>Takes one living compute for termination, so that no other worker takes it.</summary>
    public Order? TakeForTermination(Random random)
    {
        lock (_lock)
        {
            var living = _orders.Values.Where(order => order.State == OrderState.Living).ToList();
            if (living.Count == 0)
            {
                return null;
            }

            var order = living[random.Next(living.Count)];
            order.State = OrderState.Terminating;
            return order;
        }
    }

    public IReadOnlyList<Order> Where(OrderState state)
    {
        lock (_lock)
        {
            return [.. _orders.Values.Where(order => order.State == state)];
        }
    }
}

/// <summary>One compute that a client asked for, under one idempotency key.</summary>
internal sealed class Order(string key)
{
    public string Key { get; } = key;

    /// <summary>The answer; null while there is none.</summary>
    public VirtualCompute? Compute { get; set; }

    public OrderState State { get; set; } = OrderState.Asked;
}

internal enum OrderState
{
    /// <summary>No answer yet: it may exist or not.</summary>
    Asked,

    /// <summary>Acknowledged: it must exist, as it was told.</summary>
    Living,

    /// <summary>Termination asked for without an answer: it may exist or not.</summary>
    Terminating,

    /// <summary>Termination acknowledged: it must not exist.</summary>
    Terminated,
}
