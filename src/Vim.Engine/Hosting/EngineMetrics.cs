using System.Diagnostics.Metrics;
using Vim.Actors.Shards;

namespace Vim.Engine.Hosting;

/// <summary>The engine's instruments. Names are part of the product's interface: never renamed.</summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Vim.Engine";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _ordersUndelivered;

    internal EngineMetrics()
    {
        _requests = _meter.CreateCounter<long>("vim_engine_requests_total", description: "Requests answered, by type.");
        _refusals = _meter.CreateCounter<long>(
            "vim_engine_refusals_total", description: "Requests answered with an error, by type and code.");
        _orders = _meter.CreateCounter<long>(
            "vim_engine_guest_orders_total", description: "Orders handed to hosts' agents, repeats included.");
        _ordersUndelivered = _meter.CreateCounter<long>(
            "vim_engine_guest_orders_undelivered_total",
            description: "Orders that an agent's queue did not take; they are given again.");
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    internal void Answered(string request, string? code)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("request", request));
        if (code is not null)
        {
            _refusals.Add(1, new("request", request), new("code", code));
        }
    }

    internal void OrderGiven(bool isTaken)
    {
        _orders.Add(1);
        if (!isTaken)
        {
            _ordersUndelivered.Add(1);
        }
    }

    /// <summary>Shows how many computes, hosts and zones there are, and what the shards do.</summary>
    internal void Watch(Views.EngineViews views, Func<IEnumerable<Shard>> shards)
    {
        _meter.CreateObservableGauge("vim_engine_computes", () => views.Computes.Count, description: "Computes known.");
        _meter.CreateObservableGauge("vim_engine_hosts", () => views.Hosts.Count, description: "Hosts registered.");
        _meter.CreateObservableGauge("vim_engine_zones", () => views.Zones.Count, description: "Zones known.");
        _meter.CreateObservableGauge(
            "vim_engine_shard_mailbox_messages",
            () => Each(shards(), of => (long)of.Mailbox),
            description: "Messages that wait, by shard.");
        _meter.CreateObservableCounter(
            "vim_engine_shard_snapshots_total",
            () => Each(shards(), of => of.Snapshots),
            description: "Snapshots that took the place of events, by shard.");
        _meter.CreateObservableCounter(
            "vim_engine_shard_snapshot_seconds_total",
            () => Each(shards(), of => of.SnapshotTime.TotalSeconds),
            unit: "s",
            description: "Time on a shard's turns for taking and encoding snapshots.");
        _meter.CreateObservableCounter(
            "vim_engine_shard_ended_actors_total",
            () => Each(shards(), of => of.Ended),
            description: "Actors of which the journal keeps nothing any more, by shard.");
        _meter.CreateObservableGauge(
            "vim_engine_shard_snapshot_debt_rows",
            () => Each(shards(), of => of.SnapshotDebt),
            description: "Rows of the journal beyond one for each actor, which a restart reads in vain.");
    }

    /// <summary>Shows how much of what is free is of use for large guests.</summary>
    internal void Watch(FragmentationGauge fragmentation)
    {
        _meter.CreateObservableGauge(
            "vim_placement_fragmentation_ratio",
            fragmentation.Ratios,
            description: "Share of what is free that is of no use for large guests, by zone, resource and guest.");
        _meter.CreateObservableGauge(
            "vim_placement_reference_computes",
            fragmentation.Counts,
            description: "Large guests that fit, by zone and guest; of the hosts measured.");
    }

    private static IEnumerable<Measurement<T>> Each<T>(IEnumerable<Shard> shards, Func<ShardStatistics, T> value)
        where T : struct => shards.Select(shard => new Measurement<T>(
            value(shard.Statistics), new KeyValuePair<string, object?>("shard", shard.Id.Value)));
}
