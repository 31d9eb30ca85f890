using Vim.Actors;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Flavours;
using Vim.Domain.Images;
using Vim.Domain.Subscriptions;

namespace Vim.Engine.Actors;

/// <summary>A flavour's turns.</summary>
internal sealed class FlavourActor : Actor<FlavourState>
{
    public override string Kind => ActorNames.Flavour;

    public override FlavourState Initial(ActorId self) => new() { Id = new(self.Key) };

    public override FlavourState Evolve(FlavourState state, object @event) => FlavourDecider.Evolve(state, @event);

    public override IReadOnlyList<object> Summarise(FlavourState state) => FlavourDecider.Summarise(state);

    public override bool IsAtRest(FlavourState state) => true;

    public override Turn Handle(FlavourState state, object message, TurnContext context) => message switch
    {
        ClientCommand { Command: CreateFlavour create } asked => Deciding.Answer(
            FlavourDecider.Create(state, create, asked.ResourceGroup, asked.Digest, context.Now),
            state,
            FlavourDecider.Evolve),
        ClientCommand { Command: DeleteFlavour } => Deciding.Answer(
            FlavourDecider.Delete(state, context.Now), state, FlavourDecider.Evolve),
        _ => throw new InvariantException($"a flavour has no use for {message.GetType().Name}"),
    };
}

/// <summary>An image's turns.</summary>
internal sealed class ImageActor : Actor<ImageState>
{
    public override string Kind => ActorNames.Image;

    public override ImageState Initial(ActorId self) => new() { Id = new(self.Key) };

    public override ImageState Evolve(ImageState state, object @event) => ImageDecider.Evolve(state, @event);

    public override IReadOnlyList<object> Summarise(ImageState state) => ImageDecider.Summarise(state);

    public override bool IsAtRest(ImageState state) => true;

    public override Turn Handle(ImageState state, object message, TurnContext context) => message switch
    {
        ClientCommand { Command: AddImage add } asked => Deciding.Answer(
            ImageDecider.Add(state, add, asked.ResourceGroup, asked.Digest, context.Now), state, ImageDecider.Evolve),
        ClientCommand { Command: UpdateImage update } => Deciding.Answer(
            ImageDecider.Update(state, update, context.Now), state, ImageDecider.Evolve),
        ClientCommand { Command: DeleteImage } => Deciding.Answer(
            ImageDecider.Delete(state, context.Now), state, ImageDecider.Evolve),
        _ => throw new InvariantException($"an image has no use for {message.GetType().Name}"),
    };
}

/// <summary>An affinity group's turns.</summary>
internal sealed class AffinityGroupActor : Actor<AffinityGroupState>
{
    public override string Kind => ActorNames.AffinityGroup;

    public override AffinityGroupState Initial(ActorId self) => new() { Id = new(self.Key) };

    public override AffinityGroupState Evolve(AffinityGroupState state, object @event) =>
        AffinityGroupDecider.Evolve(state, @event);

    public override IReadOnlyList<object> Summarise(AffinityGroupState state) => AffinityGroupDecider.Summarise(state);

    public override bool IsAtRest(AffinityGroupState state) => true;

    public override Turn Handle(AffinityGroupState state, object message, TurnContext context) => message switch
    {
        ClientCommand { Command: CreateAffinityGroup create } asked => Deciding.Answer(
            AffinityGroupDecider.Create(state, create, asked.ResourceGroup, asked.Digest, context.Now),
            state,
            AffinityGroupDecider.Evolve),
        ClientCommand { Command: DeleteAffinityGroup } => Deciding.Answer(
            AffinityGroupDecider.Delete(state, context.Now), state, AffinityGroupDecider.Evolve),
        _ => throw new InvariantException($"an affinity group has no use for {message.GetType().Name}"),
    };
}

/// <summary>A subscription's turns.</summary>
internal sealed class SubscriptionActor : Actor<SubscriptionState>
{
    public override string Kind => ActorNames.Subscription;

    public override SubscriptionState Initial(ActorId self) => new() { Id = new(self.Key) };

    public override SubscriptionState Evolve(SubscriptionState state, object @event) =>
        SubscriptionDecider.Evolve(state, @event);

    public override IReadOnlyList<object> Summarise(SubscriptionState state) => SubscriptionDecider.Summarise(state);

    public override bool IsAtRest(SubscriptionState state) => true;

    public override Turn Handle(SubscriptionState state, object message, TurnContext context) => message switch
    {
        ClientCommand { Command: CreateSubscription create } asked => Deciding.Answer(
            SubscriptionDecider.Create(
                state, create, asked.ResourceGroup, asked.Principal, asked.Digest, context.Now),
            state,
            SubscriptionDecider.Evolve),
        ClientCommand { Command: DeleteSubscription } => Deciding.Answer(
            SubscriptionDecider.Delete(state, context.Now), state, SubscriptionDecider.Evolve),
        _ => throw new InvariantException($"a subscription has no use for {message.GetType().Name}"),
    };
}
