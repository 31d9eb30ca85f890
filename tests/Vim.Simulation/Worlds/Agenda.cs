namespace Vim.Simulation.Worlds;

/// <summary>
/// What will happen when, by time and then by the order in which it was put down. It is the world's only clock.
/// </summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long Due, long Sequence)> _entries = new();
    private long _sequence;

    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether something is to happen at or before this moment.</summary>
    public bool IsDue => _entries.TryPeek(out _, out var at) && at.Due <= Now.Ticks;

    public bool IsEmpty => _entries.Count == 0;

    public void After(TimeSpan delay, Action action) =>
        _entries.Enqueue(action, (Now.Ticks + Math.Max(0, delay.Ticks), ++_sequence));

    /// <summary>Moves the clock to the next entry, if it is ahead, and lets it happen.</summary>
    public void RunNext()
    {
        var isThere = _entries.TryDequeue(out var action, out var at);
        Assert.True(isThere, "nothing is left to happen");
        Now = at.Due > Now.Ticks ? new(at.Due, TimeSpan.Zero) : Now;
        action!();
    }

    /// <summary>Work takes time.</summary>
    public void Elapse(TimeSpan by) => Now += by;
}
