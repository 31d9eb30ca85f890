using Vim.Actors.Messaging;
using Vim.Actors.Observing;

namespace Vim.Actors.Shards;

/// <summary>
/// Runs chains: a message from outside and all turns that it causes inside the shard, first told, first handled. Chains
/// run one after the other and never interleave; one that needs an actor from the journal waits for it, and the shard
/// takes no other message meanwhile. So the events of a chain follow each other in the shard's order and become durable
/// together.
/// </summary>
internal sealed class ChainRunner
{
    private readonly ShardId _shard;
    private readonly ShardEnvironment _environment;
    private readonly ShardOptions _options;
    private readonly CommitPipeline _pipeline;
    private readonly ActorLoader _loader;
    private readonly ShardTimers _timers;
    private readonly DeadLetterList _deadLetters;
    private readonly ChainOutput _output;
    private readonly TurnContext _context;
    private readonly Queue<Told> _told = new();
    private readonly List<TurnStep> _steps = [];
    private ActorCell? _waitingFor;
    private int _turnsOfChain;

    public ChainRunner(
        ShardId shard, ShardEnvironment environment, ShardOptions options, CommitPipeline pipeline, ActorLoader loader,
        ShardTimers timers, DeadLetterList deadLetters, ChainOutput output)
    {
        _shard = shard;
        _environment = environment;
        _options = options;
        _pipeline = pipeline;
        _loader = loader;
        _timers = timers;
        _deadLetters = deadLetters;
        _output = output;
        _context = new TurnContext(default, shard, default, environment.Random, environment.Ids);
    }

    public long Turns { get; private set; }

    /// <summary>Whether the chain waits for an actor to be loaded.</summary>
    public bool IsWaiting => _waitingFor is { Status: CellStatus.Loading };

    /// <summary>Whether a chain has begun and not ended.</summary>
    public bool IsRunning => _waitingFor is not null;

    public void Start(in Inbound inbound)
    {
        _output.Begin(inbound.Asker);
        _turnsOfChain = 0;
        _context.Now = _environment.Time.GetUtcNow();
        _told.Enqueue(new Told(inbound.To, inbound.Message, Sender: null, IsSenderHere: false));
        Continue();
    }

    /// <summary>Goes on until the chain ends or must wait.</summary>
    public void Continue()
    {
        _waitingFor = null;
        while (_told.TryPeek(out var told))
        {
            if (_turnsOfChain >= _options.MaxTurnsPerChain)
            {
                CutOff(told);
                break;
            }
            var cell = _loader.Find(told.To);
            if (cell is { Status: CellStatus.Loading })
            {
                _waitingFor = cell;
                return;
            }
            _told.Dequeue();
            Deliver(cell, told);
        }
        _output.AttachTo(_pipeline);
    }

    /// <summary>Gives up the chain that waits: the shard stops.</summary>
    public void Abandon(ActorError error)
    {
        _output.Abandon(error);
        _told.Clear();
        _waitingFor = null;
    }

    private void Deliver(ActorCell? cell, in Told told)
    {
        _turnsOfChain++;
        if (cell is null)
        {
            var text = $"shard {_shard} has no actor of kind {told.To.Kind}";
            SetAside(told, new ActorError(ActorErrorCodes.UnknownKind, text), exception: null);
        }
        else if (cell.Status == CellStatus.Failed)
        {
            var text = $"{told.To} could not be recovered; see the log, repair and open shard {_shard} again";
            SetAside(told, new ActorError(ActorErrorCodes.ActorFailed, text), exception: null);
        }
        else
        {
            RunTurn(cell, told);
        }
    }

    private void RunTurn(ActorCell cell, in Told told)
    {
        Turns++;
        _context.Self = cell.Id;
        _context.Sender = told.Sender;
        _context.Asked = _output.IsAnswerOwed;
        Turn turn;
        try
        {
            turn = cell.Kind.HandleMessage(cell.State!, told.Message, _context);
            Unfold(turn);
            foreach (var step in _steps)
            {
                if (((step as EmitStep)?.Event ?? (step as DeriveStep)?.Event) is { } @event)
                {
                    cell.State = cell.Kind.EvolveState(cell.State!, @event);
                }
            }
        }
        catch (Exception exception)
        {
            // Whatever an actor's code throws must stop that actor only.
            TurnFailed(cell, told, exception);
            return;
        }
        _environment.Trace?.TurnTaken(_shard, cell.Id, told.Message, turn);
        if (cell.FailedRecoveries > 0 && told.Message is Recovered)
        {
            cell.FailedRecoveries = 0;
        }
        foreach (var step in _steps)
        {
            Take(cell, told, step);
        }
    }

    private void Unfold(Turn turn)
    {
        _steps.Clear();
        for (var step = turn.Last; step is not null; step = step.Previous)
        {
            _steps.Add(step);
        }
        _steps.Reverse();
    }

    private void Take(ActorCell cell, in Told told, TurnStep step)
    {
        switch (step)
        {
            case EmitStep emit:
                _pipeline.Add(cell, emit.Event, _context.Now);
                break;
            case TellStep tell:
                _told.Enqueue(new Told(tell.To, tell.Message, tell.OnBehalfOf ?? cell.Id, tell.OnBehalfOf is null));
                break;
            case ReplyStep reply:
                _output.GiveAnswer(Answer.Of(reply.Reply));
                break;
            case EffectStep effect:
                _output.AddEffect(cell.Id, effect.Effect);
                break;
            case ParkStep park:
                _output.Park(cell, park.Key);
                break;
            case ReplyParkedStep parked:
                _output.AnswerParked(cell, parked.Key, parked.Reply);
                break;
            case TimerStep timer:
                _timers.Set(cell, timer.Key, timer.Due, timer.Message);
                break;
            case CancelTimerStep cancel:
                _timers.Cancel(cell, cancel.Key);
                break;
            case TellShardStep away:
                var send = new SendToShard(cell.Id, away.To, away.Message);
                _told.Enqueue(new Told(OutboxActor.For(away.Shard), send, cell.Id, IsSenderHere: true));
                break;
            case RefuseStep refuse:
                SetAside(told, refuse.Error, exception: null);
                break;
        }
    }

    private void TurnFailed(ActorCell cell, in Told told, Exception exception)
    {
        _environment.Trace?.TurnFailed(_shard, cell.Id, told.Message, exception);
        var text = $"{cell.Id} could not handle {told.Message.GetType().Name}: the message is set aside, see the log";
        SetAside(told, new ActorError(ActorErrorCodes.TurnFailed, text), exception);
        if (told.Message is Recovered && ++cell.FailedRecoveries >= _options.MaxFailedRecoveries)
        {
            _loader.Fail(cell, $"it failed to recover {cell.FailedRecoveries} times", exception);
            _output.AbandonParked(cell);
            return;
        }
        _loader.Restart(cell);
    }

    private void SetAside(in Told told, ActorError error, Exception? exception)
    {
        var letter = new DeadLetter(told.To, told.Message, error.Code, exception, _context.Now);
        _deadLetters.Add(letter);
        _environment.Observer.MessageSetAside(_shard, letter);
        _output.GiveAnswer(Answer.Failed(error));
        // A sender in another shard hears nothing: it can count on delivery only.
        if (told is { IsSenderHere: true, Sender: { } sender }
            && _loader.FindResident(sender) is { Kind.WantsRefusals: true })
        {
            var refused = told.Message is SendToShard send
                ? new MessageRefused(send.Target, send.Message, error)
                : new MessageRefused(told.To, told.Message, error);
            _told.Enqueue(new Told(sender, refused, Sender: null, IsSenderHere: false));
        }
    }

    private void CutOff(in Told told)
    {
        var text = $"one message caused more than {_options.MaxTurnsPerChain} turns in shard {_shard}; "
            + $"{_told.Count} were set aside, the first for {told.To}";
        var first = told with { Sender = null };
        _told.Clear();
        SetAside(first, new ActorError(ActorErrorCodes.ChainTooLong, text), exception: null);
    }

    private readonly record struct Told(ActorId To, object Message, ActorId? Sender, bool IsSenderHere);
}
