namespace Vim.Simulation.Worlds;

/// <summary>What is ready to run inside the member: one thing of it at a time, the one that chance picks.</summary>
internal sealed class ReadyWork(SimulatedWorld world)
{
    /// <summary>How much it is.</summary>
    public int Count => world.Member.Ready + (world.Context.Count > 0 ? 1 : 0);

    /// <summary>Runs one thing of it; there must be some.</summary>
    public void Step()
    {
        var index = world.Chance.Next(Count);
        world.Trace.Mix(index);
        if (index < world.Member.Ready)
        {
            world.Member.Step(index);
        }
        else
        {
            world.Context.Step();
        }
    }

    /// <summary>Runs it, and journal and timers where there is nothing else, until something is so.</summary>
    public void StepUntil(Func<bool> isSo)
    {
        for (var steps = 0; !isSo() && world.Failure is null; steps++)
        {
            Assert.True(steps < 100_000, "the member does not answer");
            if (Count > 0)
            {
                Step();
            }
            else
            {
                world.Agenda.RunNext();
            }
        }
    }
}
