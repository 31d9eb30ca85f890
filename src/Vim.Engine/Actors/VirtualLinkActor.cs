using Vim.Actors;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.VirtualLinks;

namespace Vim.Engine.Actors;

/// <summary>
/// A virtual link's turns, with those of its subnets and ports. That a link or port in use is never deleted rests on
/// two agreements with the zones' shards, both at-least-once and written down in src/decisions: a zone puts computes on
/// a link only under a grant, and gives the grant back only without computes; a port is given to one compute before
/// that is allocated, and taken back when the compute has ended or turns out never to have been.
/// </summary>
internal sealed class VirtualLinkActor(EngineOptions options) : Actor<VirtualLinkState>
{
    private const string Deleted = "deleted";

    private static readonly Func<VirtualLinkState, object, VirtualLinkState> Evolution = VirtualLinkDecider.Evolve;

    public override string Kind => ActorNames.VirtualLink;

    public override VirtualLinkState Initial(ActorId self) => new() { Id = new(self.Key) };

    public override VirtualLinkState Evolve(VirtualLinkState state, object @event) =>
        VirtualLinkDecider.Evolve(state, @event);

    public override IReadOnlyList<object> Summarise(VirtualLinkState state) => VirtualLinkSummary.Of(state);

    public override bool HasUnfinishedBusiness(VirtualLinkState state)
    {
        foreach (var port in state.Ports.Values)
        {
            if (port.AttachedTo is not null)
            {
                return true;
            }
        }

        return false;
    }

    public override Turn Handle(VirtualLinkState state, object message, TurnContext context) => message switch
    {
        ClientCommand asked => Obey(state, asked, context),
        GrantLink grant => Deciding.Answer(VirtualLinkDecider.Grant(state, grant.Zone), state, Evolution),
        LinkGrantBack back => Settle(
            state, VirtualLinkDecider.GivenBack(state, back.Zone, back.Grant, context.Now)),
        LinkStillUsed used => Settle(
            state, VirtualLinkDecider.StillUsed(state, used.Zone, used.Grant, used.ComputeCount)),
        AttachPort attach => Attach(state, attach),
        DetachPort detach => Deciding.Answer(PortDecider.Detach(state, detach.Port, detach.Compute), state, Evolution),
        PortCheckDue check => CheckPort(state, check.Port),
        PortHolderAnswer { Holds: false } answer =>
            Deciding.Answer(PortDecider.Detach(state, answer.Port, answer.Compute), state, Evolution),
        PortHolderAnswer => Turn.None,
        Recovered => CheckAllPorts(state),
        _ => throw new InvariantException($"a virtual link has no use for {message.GetType().Name}"),
    };

    private static Turn Obey(VirtualLinkState state, ClientCommand asked, TurnContext context)
    {
        switch (asked.Command)
        {
            case AllocateVirtualLink allocate:
                return Deciding.Answer(
                    VirtualLinkDecider.Create(state, allocate, asked.ResourceGroup, asked.Digest, context.Now),
                    state,
                    Evolution);
            case UpdateVirtualLink update:
                return Deciding.Answer(VirtualLinkDecider.Update(state, update), state, Evolution);
            case TerminateVirtualLink:
                return Terminate(state, context);
            case CreateSubnet subnet:
                return Part(
                    state,
                    PortDecider.CreateSubnet(state, new(asked.MadeId), subnet.Description, asked.Digest),
                    after => after.Subnets[asked.MadeId]);
            case DeleteSubnet subnet:
                return Part(
                    state, PortDecider.DeleteSubnet(state, subnet.Subnet), _ => state.Subnets[subnet.Subnet.Value]);
            case CreatePort port:
                return Part(
                    state,
                    PortDecider.CreatePort(state, new(asked.MadeId), port.Description, asked.Digest),
                    after => after.Ports[asked.MadeId]);
            case DeletePort port:
                return Part(state, PortDecider.DeletePort(state, port.Port), _ => state.Ports[port.Port.Value]);
            default:
                throw new InvariantException($"a virtual link has no use for {asked.Command.GetType().Name}");
        }
    }

    /// <summary>Answers with the subnet or port that the decision was about.</summary>
    private static Turn Part(VirtualLinkState state, in Decision decision, Func<VirtualLinkState, object> part)
    {
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var turn = Turn.None.Apply(decision, ref state, Evolution);
        return turn.Reply(part(state));
    }

    private static Turn Terminate(VirtualLinkState before, TurnContext context)
    {
        var decision = VirtualLinkDecider.Terminate(before, context.Now);
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var after = before;
        var turn = Turn.None.Apply(decision, ref after, Evolution);
        if (!after.Exists)
        {
            return turn.Reply(after);
        }

        if (!before.IsDeleting)
        {
            foreach (var grant in after.Grants)
            {
                turn = turn.TellShard(
                    ActorNames.ShardOf(grant.Zone),
                    ActorNames.Of(grant.Zone),
                    new ReturnLinkGrant(after.Id, grant.Grant));
            }
        }

        return turn.Park(Deleted);
    }

    private static Turn Settle(VirtualLinkState before, in Decision decision)
    {
        var after = before;
        var turn = Turn.None.Apply(decision, ref after, Evolution);
        return decision switch
        {
            { Second: VirtualLinkDeleted } => turn.ReplyParked(Deleted, after),
            { First: VirtualLinkDeletionRefused refused } => turn.ReplyParked(Deleted, Refusals.InUse(
                "virtual link", after.Id.Value, $"{refused.ComputeCount} computes in zone {refused.Zone}")),
            _ => turn,
        };
    }

    private Turn Attach(VirtualLinkState state, AttachPort attach)
    {
        var turn = Deciding.Answer(
            PortDecider.Attach(state, attach.Port, attach.Compute, attach.Zone), state, Evolution);
        return turn.Timer(TimerOf(attach.Port), options.PortCheckAfter, new PortCheckDue(attach.Port));
    }

    private static Turn CheckPort(VirtualLinkState state, PortId id) =>
        state.Ports.TryGetValue(id.Value, out var port) && port.AttachedTo is { } compute
            ? Turn.None.TellShard(
                ActorNames.ShardOf(port.AttachedIn), ActorNames.Of(compute), new AskPortHolder(state.Id, id, compute))
            : Turn.None;

    // Requests that were under way when the VIM stopped are gone with it; those of other members may not be.
    private Turn CheckAllPorts(VirtualLinkState state)
    {
        var turn = Turn.None;
        foreach (var port in state.Ports.Values)
        {
            if (port.AttachedTo is not null)
            {
                turn = turn.Timer(TimerOf(port.Id), options.PortCheckAfter, new PortCheckDue(port.Id));
            }
        }

        return turn;
    }

    private static string TimerOf(PortId port) => $"port:{port.Value}";
}
