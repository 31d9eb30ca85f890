using Vim.Actors;
using Vim.Actors.Journaling;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Flavours;
using Vim.Domain.Hosts;
using Vim.Domain.Images;
using Vim.Domain.Subscriptions;
using Vim.Domain.VirtualLinks;
using Vim.Engine.Codecs;
using Vim.Engine.Tests.Support;
using Vim.Persistence;

namespace Vim.Engine.Tests;

/// <summary>Snapshots: the frame's bytes, and that summaries give the state that they stand for.</summary>
public sealed class SnapshotCodecTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 20, 10, 30, 0, TimeSpan.Zero);
    private static readonly SnapshotCodec s_codec = new(new EventCodec());

    [Fact]
    public void The_bytes_of_a_snapshot_are_read_and_written_as_first_released()
    {
        var snapshot = new ActorSnapshot(
            new("compute", "c1"), 7, 4711, [new ComputeStarted(s_at), new ComputeForgotten()], s_at);
        var bytes = s_codec.Write(snapshot);
        var path = Checkout.At("tests", "Vim.Engine.Tests", "golden", "frames-v1", "Snapshot.hex");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("VIM_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, Convert.ToHexStringLower(bytes) + "\n");
        }

        Assert.Equal(File.ReadAllText(path).Trim(), Convert.ToHexStringLower(bytes));
        var header =
            new SnapshotHeader(new("compute", "c1"), 7, SnapshotCodec.TypeName, SnapshotCodec.Version, 1, s_at);
        var read = s_codec.Read(header, bytes);
        Assert.Equal((snapshot.Actor, 7L, 4711L, s_at), (read.Actor, read.Sequence, read.Position, read.Time));
        Assert.Equal(snapshot.Events, read.Events);
        Assert.Equal(
            JournalErrorCodes.NewerEvent,
            Assert.Throws<JournalException>(() => s_codec.Read(header with { Version = 2 }, bytes)).Error.Code);
        Assert.Equal(
            JournalErrorCodes.Damaged,
            Assert.Throws<JournalException>(() => s_codec.Read(header, [0xff, 0xff])).Error.Code);
    }

    [Fact]
    public void The_summary_of_every_resource_gives_its_state_at_every_moment_of_its_life()
    {
        var lives = Samples<ComputeRequested>().First().Request.Compute;
        Check(ComputeState.None(lives), ComputeEvolution.Evolve, state => [new ComputeRestored(state)], Of("Compute")
            .Where(sample => sample is not (ComputeForgotten or ComputeRestored)));
        Check(HostState.None(new("h1")), HostDecider.Evolve, HostDecider.Summarise, Of("Host"));
        Check(new FlavourState { Id = new("f") }, FlavourDecider.Evolve, FlavourDecider.Summarise, Of("Flavour"));
        Check(new ImageState { Id = new("i") }, ImageDecider.Evolve, ImageDecider.Summarise, Of("Image"));
        Check(
            new AffinityGroupState { Id = new("g") },
            AffinityGroupDecider.Evolve,
            AffinityGroupDecider.Summarise,
            Of("AffinityGroup"));
        Check(
            new SubscriptionState { Id = new("s") },
            SubscriptionDecider.Evolve,
            SubscriptionDecider.Summarise,
            Of("Subscription"));
        Check(
            new VirtualLinkState { Id = new("l1") },
            VirtualLinkDecider.Evolve,
            VirtualLinkSummary.Of,
            [
                .. Of("VirtualLinkCreated"), .. Of("Subnet"), .. Of("Port"), .. Of("LinkGranted"),
                .. Of("LinkGrantGivenBack"), .. Of("VirtualLink"),
            ]);
    }

    private static IEnumerable<T> Samples<T>() => EventSamples.All.Select(sample => sample.Event).OfType<T>();

    private static IEnumerable<object> Of(string prefix) => EventSamples.All
        .Where(sample => sample.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(sample => sample.Event);

    /// <summary>Lives through the events, and back through journal bytes at each.</summary>
    private static void Check<TState>(
        TState first,
        Func<TState, object, TState> evolve,
        Func<TState, IReadOnlyList<object>> summarise,
        IEnumerable<object> life)
        where TState : class
    {
        var state = first;
        var id = new ActorId("any", "one");
        var moments = 0;
        foreach (var @event in life)
        {
            state = evolve(state, @event);
            var header =
                new SnapshotHeader(new("any", "one"), 1, SnapshotCodec.TypeName, SnapshotCodec.Version, 1, s_at);
            var bytes = s_codec.Write(new(id, 1, 1, summarise(state), s_at));
            Assert.Equivalent(state, s_codec.Read(header, bytes).Events.Aggregate(first, evolve), strict: true);
            moments++;
        }

        Assert.NotEqual(0, moments);
    }
}
