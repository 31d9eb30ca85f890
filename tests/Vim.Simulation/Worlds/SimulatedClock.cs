namespace Vim.Simulation.Worlds;

/// <summary>
/// The agenda's time as a <see cref="TimeProvider"/>. Unlike the manual clock of the other tests it never uses a
/// thread, not even for timers that are due at once, and it forgets the timers of a member that crashed.
/// </summary>
internal sealed class SimulatedClock(Agenda agenda) : TimeProvider
{
    private int _life;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => agenda.Now;

    public override long GetTimestamp() => agenda.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>No timer that was set before fires any more.</summary>
    public void ForgetTimers() => _life++;

    private void Set(SimulatedTimer timer, int version, TimeSpan dueTime, TimeSpan period)
    {
        var life = _life;
        agenda.After(dueTime, () =>
        {
            if (life != _life || timer.Version != version)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                Set(timer, version, period, period);
            }

            timer.Callback();
        });
    }

    private sealed class SimulatedTimer(SimulatedClock clock, Action callback) : ITimer
    {
        public Action Callback => callback;

        public int Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Set(this, Version, dueTime, period);
            }

            return true;
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
