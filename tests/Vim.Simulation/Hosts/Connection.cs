using Vim.Simulation.Worlds;

namespace Vim.Simulation.Hosts;

/// <summary>
/// The connections between an agent and the member, one after the other. Each keeps its messages in order, as a stream
/// does; messages get lost or come twice. One that breaks takes with it what was on the way.
/// </summary>
internal sealed class Connection(SimulatedWorld world)
{
    private DateTimeOffset _lastUp;
    private DateTimeOffset _lastDown;

    /// <summary>Which connection it is by now.</summary>
    public int Number { get; private set; }

    /// <summary>Another one takes its place; what was on the way is gone.</summary>
    public void Renew() => Number++;

    /// <summary>A message on its way to the member.</summary>
    public void Up(Action action) => InOrder(ref _lastUp, action);

    /// <summary>A message on its way to the agent.</summary>
    public void Down(Action action) => InOrder(ref _lastDown, action);

    /// <summary>Does something later, unless the connection breaks before.</summary>
    public void After(TimeSpan delay, Action action)
    {
        var number = Number;
        world.Agenda.After(delay, () =>
        {
            if (number == Number)
            {
                action();
            }
        });
    }

    public TimeSpan Delay() =>
        world.Chance.UpTo(world.IsFaulty ? world.Swarm.MessageTime : TimeSpan.FromMilliseconds(5));

    public bool IsLost()
    {
        var isLost = world.IsFaulty && world.Chance.Percent(world.Swarm.LostMessages);
        world.Tally.LostMessages += isLost ? 1 : 0;
        return isLost;
    }

    public bool IsDoubled()
    {
        var isDoubled = world.IsFaulty && world.Chance.Percent(world.Swarm.DoubledMessages);
        world.Tally.DoubledMessages += isDoubled ? 1 : 0;
        return isDoubled;
    }

    private void InOrder(ref DateTimeOffset last, Action action)
    {
        var due = world.Agenda.Now + Delay();
        last = due > last ? due : last;
        After(last - world.Agenda.Now, action);
    }
}
