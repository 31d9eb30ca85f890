using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Units;
using Vim.Engine;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Clients;

/// <summary>
/// A client that asks one thing after the other and tries each again, with the same key, until it has an answer. Its
/// connection loses questions and answers, and it may ask again before the first try is answered.
/// </summary>
internal sealed class SimulatedClient(SimulatedWorld world, int number)
{
    private readonly List<ComputeId> _computes = [];
    private ClientRequest? _current;
    private int _made;

    public bool IsFinished { get; private set; }

    /// <summary>What it still waits for; null: nothing.</summary>
    public string? Waiting => _current?.ToString();

    public void Begin() => world.Agenda.After(world.Chance.UpTo(TimeSpan.FromSeconds(5)), Next);

    private void Next()
    {
        _current = null;
        if (_made == world.Swarm.RequestsPerClient)
        {
            IsFinished = true;
            return;
        }

        _made++;
        _current = Make($"client-{number}-{_made}");
        world.Trace.Add($"client {number}: {_current}");
        Try(_current);
    }

    private ClientRequest Make(string key)
    {
        var roll = world.Chance.Next(100);
        if (_computes.Count > 0 && roll < world.Swarm.TerminatePercent)
        {
            var gone = world.Chance.Of(_computes);
            _computes.Remove(gone);
            var when = world.Chance.Next(3) == 0 ? TerminateAnswer.Accepted : TerminateAnswer.Terminated;
            return new(key, new TerminateCompute(gone, when), gone);
        }

        if (_computes.Count > 0 && roll < world.Swarm.TerminatePercent + world.Swarm.OperatePercent)
        {
            var compute = world.Chance.Of(_computes);
            return new(key, new OperateCompute(compute, world.Chance.Of(Enum.GetValues<GuestOperation>())), compute);
        }

        if (_computes.Count > 0 && world.Chance.Percent(world.Swarm.MigratePercent))
        {
            var compute = world.Chance.Of(_computes);
            return new(key, Migration(compute), compute);
        }

        return new(key, Allocation(key), compute: null);
    }

    private MigrateCompute Migration(ComputeId compute) => new(compute)
    {
        NotHosts = world.Chance.Next(4) == 0 ? [world.Chance.Of(world.Hosts).Id] : [],
    };

    private AllocateCompute Allocation(string key)
    {
        var requirements = new ComputeRequirements
        {
            VirtualCpuCount = 1 + world.Chance.Next(4),
            Memory = MemorySize.FromGiB(1 + world.Chance.Next(3)),
            CpuPolicy = world.Chance.Next(3) == 0 ? CpuPolicy.Shared : CpuPolicy.Dedicated,
            ThreadPolicy = world.Chance.Next(4) == 0 ? CpuThreadPolicy.Isolate : CpuThreadPolicy.Prefer,
            PageSize = world.Chance.Next(3) == 0 ? PageSizeRequest.Of(PageSize.Huge1GiB) : PageSizeRequest.Small,
            LocalStorage = MemorySize.FromGiB(world.Chance.Next(20)),
        };
        var isPinned = requirements.CpuPolicy == CpuPolicy.Dedicated;
        return new()
        {
            Name = key,
            Requirements = isPinned ? requirements : requirements with { ThreadPolicy = CpuThreadPolicy.Prefer },
            Vnics = world.Chance.Next(3) == 0 ? [Vnic()] : [],
            Constraints = world.Chance.Next(2) == 0 ? [world.Checks.Groups.Ask(key)] : [],
            AnswerWhen = world.Chance.Next(2) == 0 ? AnswerWhen.Placed : AnswerWhen.Running,
        };
    }

    private VnicRequirement Vnic() => new()
    {
        Name = "fast0",
        Kind = VnicKind.SriovVf,
        PhysicalNetwork = "physnet1",
        GuaranteedIngress = Bandwidth.FromGbps(1 + world.Chance.Next(4)),
        GuaranteedEgress = Bandwidth.FromGbps(1),
    };

    private void Try(ClientRequest request)
    {
        if (request.IsDone)
        {
            return;
        }

        var mine = ++request.Tries;
        world.Tally.Retries += mine > 1 ? 1 : 0;
        Send(request);
        if (world.IsFaulty && world.Chance.Percent(world.Swarm.DoubledMessages))
        {
            Send(request);
        }

        var patience = TimeSpan.FromSeconds(1 + world.Chance.Next(30));
        world.Agenda.After(patience, () =>
        {
            if (request.Tries == mine)
            {
                Try(request);
            }
        });
    }

    private void Send(ClientRequest request)
    {
        var caller = new CallerContext
        {
            Principal = $"client-{number}",
            ResourceGroup = new("tenant-1"),
            IdempotencyKey = request.Key,
            Deadline = world.Agenda.Now + TimeSpan.FromSeconds(20),
        };
        Carry(() => world.Ask(request.Command, caller, outcome =>
        {
            world.Checks.Promises.Answered(request, outcome);
            Carry(() => Receive(request, outcome));
        }));
    }

    private void Carry(Action message)
    {
        if (!world.IsFaulty || !world.Chance.Percent(world.Swarm.LostMessages))
        {
            world.Agenda.After(world.Chance.UpTo(world.Swarm.MessageTime), message);
        }
    }

    private void Receive(ClientRequest request, Outcome<ComputeState> outcome)
    {
        if (request.IsDone)
        {
            return;
        }

        if (outcome.Error is { } error && IsPassing(error.Code))
        {
            var mine = request.Tries;
            world.Agenda.After(TimeSpan.FromMilliseconds(200), () =>
            {
                if (request.Tries == mine)
                {
                    Try(request);
                }
            });
            return;
        }

        request.IsDone = true;
        world.Trace.Add($"client {number}: {request}: {outcome.Error?.Code ?? "done"}");
        Count(request, outcome);
        world.Agenda.After(world.Chance.UpTo(TimeSpan.FromSeconds(8)), Next);
    }

    private void Count(ClientRequest request, Outcome<ComputeState> outcome)
    {
        switch (request.Command, outcome.Value)
        {
            case (_, null):
                world.Tally.Refused++;
                break;
            case (AllocateCompute, { } compute):
                _computes.Add(compute.Id);
                world.Tally.Allocated++;
                break;
            case (MigrateCompute, _):
                world.Tally.Migrated++;
                break;
            case (TerminateCompute, _):
                world.Tally.Terminated++;
                break;
            default:
                world.Tally.Operated++;
                break;
        }
    }

    private static bool IsPassing(string code) => code is ErrorCodes.JournalUnavailable
        or ErrorCodes.Overloaded
        or ErrorCodes.DeadlineExceeded
        or ErrorCodes.UnknownZone
        or ErrorCodes.ShuttingDown
        or ErrorCodes.Fenced;
}
