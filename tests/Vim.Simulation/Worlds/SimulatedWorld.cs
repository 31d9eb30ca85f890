using Vim.Actors.Sources;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Engine;
using Vim.Simulation.Checking;
using Vim.Simulation.Clients;
using Vim.Simulation.Hosts;
using Vim.Simulation.Planting;

namespace Vim.Simulation.Worlds;

/// <summary>
/// A member with its journal, hosts, clients and the network between them, all on one thread and all from one seed.
/// First come faults, under which nothing may be unsafe; then they stop, and everything must come to its end.
/// </summary>
internal sealed class SimulatedWorld
{
    private const long MaxSteps = 3_000_000;
    private static readonly TimeSpan s_toFinish = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_toSettle = TimeSpan.FromMinutes(7);

    private readonly List<SimulatedClient> _clients = [];
    private readonly ReadyWork _work;
    private DateTimeOffset _finishBy = DateTimeOffset.MaxValue;
    private DateTimeOffset? _settledAt;
    private bool _isCrashDue;
    private bool _hasFaults = true;
    private bool _isCalm;

    private SimulatedWorld(ulong seed, Bug bug, StepContext context)
    {
        var random = new SeededRandomSource(seed);
        Bug = bug;
        Context = context;
        Swarm = SwarmParameters.From(random.Fork());
        Chance = new(random.Fork());
        Clock = new(Agenda);
        Trace = new(Agenda);
        Member = new(this);
        Checks = new(this);
        _work = new(this);
        for (var number = 1; number <= Swarm.Hosts; number++)
        {
            Hosts.Add(new(this, Inventories.Make(Chance, number, Swarm.Zones)));
        }

        for (var number = 1; number <= Swarm.Clients; number++)
        {
            _clients.Add(new(this, number));
        }
    }

    public Bug Bug { get; }

    public StepContext Context { get; }

    public SwarmParameters Swarm { get; }

    public Chance Chance { get; }

    public Agenda Agenda { get; } = new();

    public SimulatedClock Clock { get; }

    public Trace Trace { get; }

    public Tally Tally { get; } = new();

    public Member Member { get; }

    public Checkers Checks { get; }

    public List<SimulatedHost> Hosts { get; } = [];

    /// <summary>Whether faults happen now.</summary>
    public bool IsFaulty => _hasFaults && !_isCalm;

    public string? Failure { get; private set; }

    public static SimulationResult Run(ulong seed, Bug bug = Bug.None)
    {
        var before = SynchronizationContext.Current;
        var context = new StepContext();
        SynchronizationContext.SetSynchronizationContext(context);
        var world = new SimulatedWorld(seed, bug, context);
        try
        {
            world.Live();
        }
        catch (Exception exception)
        {
            // A seed whose world throws is a failed seed, with its trace.
            world.Fail($"the world threw {exception}");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return new(seed, world.Failure, world.Trace.Hash, world.Swarm, world.Tally, [.. world.Trace.Last]);
    }

    public void Fail(string what)
    {
        Failure ??= what;
        Trace.Add($"FAILED: {what}");
    }

    public SimulatedHost? FindHost(HostId id) => Hosts.Find(host => host.Id == id);

    /// <summary>Asks the member of this life; if it dies meanwhile, or is down, nobody answers.</summary>
    public void Ask<TReply>(IRequest<TReply> request, CallerContext caller, Action<Outcome<TReply>> answered)
    {
        if (Member.Engine is { } engine)
        {
            _ = AskAsync(engine, Member.Life, request, caller, answered);
        }
    }

    /// <summary>
    /// Asks something that needs no journal, and takes steps of the member alone until it is answered.
    /// </summary>
    public TReply AskNow<TReply>(IRequest<TReply> request, CallerContext caller)
    {
        TReply? reply = default;
        Ask(request, caller, outcome => reply = outcome.Value);
        _work.StepUntil(() => reply is not null);
        return reply!;
    }

    /// <summary>The member's process ends in a moment and is started again.</summary>
    public void CrashSoon()
    {
        if (!_isCrashDue)
        {
            _isCrashDue = true;
            Agenda.After(Chance.UpTo(TimeSpan.FromMilliseconds(10)), Crash);
        }
    }

    /// <summary>
    /// A crash, or a stop in order, while nothing is under way: what is replayed must be what was in memory.
    /// </summary>
    public void CompareReplay()
    {
        var before = Checks.Fingerprint();
        if (Chance.Next(2) == 0)
        {
            StopMember();
        }

        CrashMember();
        Member.Start();
        _isCalm = true;
        _work.StepUntil(() => Member.Engine is not null);
        var after = Member.Engine is null ? "" : Checks.Fingerprint();
        _isCalm = false;
        Tally.ReplaysCompared++;
        if (Failure is null && before != after)
        {
            Fail($"the replay is not what was in memory:\n--- before\n{before}\n--- after\n{after}");
        }
    }

    private void StopMember()
    {
        Trace.Add($"member: life {Member.Life} stops in order");
        Tally.StopsInOrder++;
        _isCalm = true;
        var stop = Member.StopAsync();
        _work.StepUntil(() => stop.IsCompleted);
        _isCalm = false;
    }

    private async Task AskAsync<TReply>(
        IVimEngine engine, int life, IRequest<TReply> request, CallerContext caller, Action<Outcome<TReply>> answered)
    {
        try
        {
            var outcome = await engine.AskAsync(request, caller);
            if (life == Member.Life)
            {
                answered(outcome);
            }
        }
        catch (Exception exception)
        {
            // Nobody awaits this task. What a dead engine still does, nobody sees.
            if (life == Member.Life)
            {
                Fail($"{request.GetType().Name} threw {exception}");
            }
        }
    }

    private void Live()
    {
        Member.Start();
        MakeGroups();
        Hosts.ForEach(host => host.Begin());
        _clients.ForEach(client => client.Begin());
        Agenda.After(Swarm.Faulty, EndFaults);
        Agenda.After(TimeSpan.FromSeconds(5), LookWhenQuiet);
        while (Failure is null && !HasSettled())
        {
            Step();
        }

        if (Failure is null)
        {
            Checks.CheckQuiet();
            Checks.CheckConverged(_clients);
        }

        if (Failure is null)
        {
            CompareReplay();
        }

        if (Context.Strangers > 0)
        {
            Fail($"{Context.Strangers} continuations came from other threads");
        }
    }

    /// <summary>Before anything goes wrong.</summary>
    private void MakeGroups()
    {
        _isCalm = true;
        _work.StepUntil(() => Member.Engine is not null);
        var tenant = new CallerContext { Principal = "tenant", ResourceGroup = new("tenant-1") };
        foreach (var creation in GroupCheck.Creations)
        {
            AskNow(creation, tenant);
        }

        _isCalm = false;
    }

    private void Step()
    {
        Tally.Steps++;
        if (_work.Count > 0 && !(Agenda.IsDue && Chance.Next(2) == 0))
        {
            _work.Step();
            Agenda.Elapse(TimeSpan.FromMicroseconds(Chance.Next(20)));
        }
        else
        {
            Agenda.RunNext();
        }

        Checks.CheckStep();
        if (IsFaulty && Swarm.Crashes > 0 && Chance.Next(100_000) < Swarm.Crashes && !_isCrashDue)
        {
            Crash();
        }

        if (Tally.Steps > MaxSteps || Agenda.Now > _finishBy)
        {
            Fail($"no end: {string.Join("; ", _clients.Select(client => client.Waiting).OfType<string>())}");
        }
    }

    private void Crash()
    {
        CrashMember();
        var life = Member.Life;
        Agenda.After(Chance.UpTo(TimeSpan.FromSeconds(3)), () =>
        {
            if (Member.Life == life)
            {
                Member.Start();
            }
        });
    }

    private void CrashMember()
    {
        _isCrashDue = false;
        Trace.Add($"member: life {Member.Life} crashes");
        Member.Crash();
        Hosts.ForEach(host => host.LoseSession());
    }

    private void EndFaults()
    {
        Trace.Add("faults end");
        _hasFaults = false;
        _finishBy = Agenda.Now + s_toFinish;
    }

    private void LookWhenQuiet()
    {
        if (Member.IsQuiet)
        {
            Checks.CheckQuiet();
            if (IsFaulty && Chance.Next(4) == 0 && Failure is null)
            {
                CompareReplay();
            }
        }

        Agenda.After(Chance.UpTo(TimeSpan.FromSeconds(10)), LookWhenQuiet);
    }

    private bool HasSettled()
    {
        if (_hasFaults || !_clients.TrueForAll(client => client.IsFinished))
        {
            return false;
        }

        _settledAt ??= Agenda.Now + s_toSettle;
        return Agenda.Now >= _settledAt && Member.IsQuiet && Hosts.TrueForAll(host => host.IsIdle);
    }
}
