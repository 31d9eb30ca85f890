namespace Vim.Actors.Shards;

/// <summary>
/// What waits for its turn in a shard: messages from outside, timers that are due, and what the shard itself found to
/// be run. Many threads put into the mailbox; all else is used on the shard's turn only.
/// </summary>
internal sealed class Intake(ShardTimers timers, Releaser releaser, int mailboxCapacity)
{
    private readonly Queue<Inbound> _runnable = new();
    private readonly Mailbox _mailbox = new(mailboxCapacity);
    private bool _isMailboxNext;

    /// <summary>Messages from outside that hold a place.</summary>
    public int Count => _mailbox.Count;

    public bool IsMailboxEmpty => _mailbox.IsEmpty;

    /// <summary>Whether a timer may be due: set when the wake-up fired.</summary>
    public bool AreTimersDue { get; set; }

    public bool HasMessages => _runnable.Count > 0 || AreTimersDue || !_mailbox.IsEmpty;

    /// <summary>Any thread. False if the mailbox is full.</summary>
    public bool TryPut(in Inbound inbound) => _mailbox.TryPut(inbound);

    /// <summary>Puts a message before all that wait outside.</summary>
    public void PutFirst(in Inbound inbound) => _runnable.Enqueue(inbound);

    /// <summary>Frees the place that a message held in the mailbox.</summary>
    public void Free(in Inbound inbound)
    {
        if (inbound.IsCounted)
        {
            _mailbox.Free();
        }
    }

    /// <summary>The next message. Timers and the mailbox take turns, so that neither can starve the other.</summary>
    public bool TryTake(out Inbound inbound)
    {
        if (_runnable.TryDequeue(out inbound)
            || (!_isMailboxNext && TryTakeTimer(out inbound))
            || _mailbox.TryTake(out inbound)
            || TryTakeTimer(out inbound))
        {
            _isMailboxNext = !_isMailboxNext;
            return true;
        }
        return false;
    }

    /// <summary>Refuses the next message from outside.</summary>
    /// <returns>False if there is none.</returns>
    public bool RefuseOne(ActorError error)
    {
        if (!_mailbox.TryTake(out var inbound))
        {
            return false;
        }
        Refuse(inbound, error);
        return true;
    }

    /// <summary>Refuses what the shard found to be run.</summary>
    public void RefuseRunnable(ActorError error)
    {
        while (_runnable.TryDequeue(out var inbound))
        {
            Refuse(inbound, error);
        }
    }

    /// <summary>Refuses what waits for an actor to be loaded.</summary>
    public void RefuseStash(ActorCell cell, ActorError error)
    {
        while (cell.Stash is { } stash && stash.TryDequeue(out var inbound))
        {
            Refuse(inbound, error);
        }
    }

    private void Refuse(in Inbound inbound, ActorError error)
    {
        Free(inbound);
        if (inbound.Asker is not null)
        {
            releaser.Refuse(inbound.Asker, error);
        }
    }

    private bool TryTakeTimer(out Inbound inbound)
    {
        inbound = default;
        AreTimersDue = AreTimersDue && timers.TryTakeDue(out inbound);
        return AreTimersDue;
    }
}
