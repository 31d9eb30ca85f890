using FsCheck;
using FsCheck.Fluent;

namespace Vim.Actors.Tests.Properties;

public sealed class InterleavingProperties
{
    [Fact]
    public void Whatever_the_order_of_turns_commits_failures_and_crashes_the_promises_hold()
    {
        var seen = new Dictionary<string, int>();
        var programs = ArbMap.Default.GeneratorFor<int>().ListOf(150).Select(list => list.ToArray());
        var property = Prop.ForAll(programs.ToArbitrary(), program =>
        {
            var world = new InterleavingWorld(program[0]);
            foreach (var choice in program)
            {
                world.Step(choice & 0x7FFF);
            }
            world.Finish();
            foreach (var (what, count) in world.Seen)
            {
                seen[what] = seen.GetValueOrDefault(what) + count;
            }
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(int.MaxValue), property);

        // A world in which nothing happens proves nothing.
        var expected = new[]
        {
            "answered", "step", "commit", "crash", "append failed", "snapshot",
            ActorErrorCodes.TurnFailed, ActorErrorCodes.Overloaded, ActorErrorCodes.JournalFailed,
        };
        Assert.All(expected, what => Assert.True(
            seen.GetValueOrDefault(what) > 50, $"{what}: {seen.GetValueOrDefault(what)} times only"));
    }

    [Fact]
    public void The_same_steps_give_the_same_world()
    {
        var random = new Vim.Actors.Sources.SeededRandomSource(5);
        var program = Enumerable.Range(0, 2_000).Select(_ => random.Next(1 << 15)).ToArray();
        Assert.Equal(Run(program), Run(program));

        static string Run(int[] program)
        {
            var world = new InterleavingWorld(1);
            foreach (var choice in program)
            {
                world.Step(choice);
            }
            world.Finish();
            return string.Join(' ', world.Seen.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }
    }
}
