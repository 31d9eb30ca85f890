using System.Collections.Concurrent;
using Vim.Domain.Identity;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>
/// The leases of hosts, apart from their sessions: a stream that breaks and is dialled again in time leaves no mark.
/// One timer a host, set again once a lease duration and not at each renewal. Changes are reported one at a time a
/// host.
/// </summary>
internal sealed class HostLeases(
    TimeSpan duration,
    TimeProvider time,
    Action<HostId, AgentLease, TimeSpan> report) : IDisposable
{
    private readonly ConcurrentDictionary<HostId, Lease> _leases = new();

    /// <summary>The host was heard of now; begins its lease where it has none.</summary>
    public void Renew(HostId host)
    {
        if (!_leases.TryGetValue(host, out var lease))
        {
            lease = _leases.GetOrAdd(host, id => new Lease(this, id));
        }

        lease.Renew();
    }

    /// <summary>The host is gone for good.</summary>
    public void Forget(HostId host)
    {
        if (_leases.TryRemove(host, out var lease))
        {
            lease.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var host in _leases.Keys)
        {
            Forget(host);
        }
    }

    private sealed class Lease : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly HostLeases _owner;
        private readonly HostId _host;
        private readonly ITimer _timer;
        private long _renewedAt;
        private bool _lapsed;
        private bool _disposed;

        public Lease(HostLeases owner, HostId host)
        {
            _owner = owner;
            _host = host;
            _renewedAt = owner.Time.GetTimestamp();
            _timer = owner.Time.CreateTimer(_ => Check(), null, owner.Duration, Timeout.InfiniteTimeSpan);
        }

        public void Renew()
        {
            lock (_lock)
            {
                var silence = _owner.Time.GetElapsedTime(_renewedAt);
                _renewedAt = _owner.Time.GetTimestamp();
                if (!_lapsed || _disposed)
                {
                    return;
                }

                _lapsed = false;
                _timer.Change(_owner.Duration, Timeout.InfiniteTimeSpan);
                _owner.Report(_host, AgentLease.Renewed, silence);
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _disposed = true;
                _timer.Dispose();
            }
        }

        private void Check()
        {
            lock (_lock)
            {
                if (_disposed || _lapsed)
                {
                    return;
                }

                var silence = _owner.Time.GetElapsedTime(_renewedAt);
                if (silence < _owner.Duration)
                {
                    _timer.Change(_owner.Duration - silence, Timeout.InfiniteTimeSpan);
                    return;
                }

                _lapsed = true;
                _owner.Report(_host, AgentLease.Lapsed, silence);
            }
        }
    }

    private TimeProvider Time => time;

    private TimeSpan Duration => duration;

    private void Report(HostId host, AgentLease lease, TimeSpan silence) => report(host, lease, silence);
}
