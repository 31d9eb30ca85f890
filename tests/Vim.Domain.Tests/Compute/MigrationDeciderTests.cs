using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;
using Vim.Domain.Units;

namespace Vim.Domain.Tests.Compute;

/// <summary>The table of the stages: what is owed in each, and what each report makes of it.</summary>
public sealed class MigrationDeciderTests
{
    private const int Number = 1;
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly Failure Refused = new(ErrorCodes.HostRefused, "no");
    private static readonly Failure NotThere = new(ErrorCodes.NotFound, "nothing here");

    public static TheoryData<MigrationStage, string, string> Owed => new()
    {
        { MigrationStage.Preparing, "", "h2 c:2:prepare:1" },
        { MigrationStage.Sending, "h1 c:1:send:1", "" },
        { MigrationStage.Settling, "", "h2 c:2:settle:1" },
        { MigrationStage.Reverting, "h1 c:1:operate:1", "" },
        { MigrationStage.Clearing, "", "h1 c:1:destroy:0" },
    };

    [Theory]
    [MemberData(nameof(Owed))]
    public void One_host_owes_one_order_in_each_stage(MigrationStage stage, string home, string elsewhere)
    {
        var state = At(stage);
        Assert.True(GuestOrders.IsOwed(state));
        Assert.Equal((home, elsewhere), (Text(GuestOrders.Owed(state)), Text(GuestOrders.OwedElsewhere(state))));
    }

    [Theory]
    [InlineData("prepared", MigrationStage.Preparing, nameof(ComputeMigrationPrepared))]
    [InlineData("prepared elsewhere", MigrationStage.Preparing, nameof(ComputeMigrationFailed))]
    [InlineData("prepared without endpoint", MigrationStage.Preparing, nameof(ComputeMigrationFailed))]
    [InlineData("not prepared", MigrationStage.Preparing, nameof(ComputeMigrationFailed))]
    [InlineData("sent", MigrationStage.Sending, nameof(ComputeMigrationSent))]
    [InlineData("not sent", MigrationStage.Sending, nameof(ComputeMigrationSent))]
    [InlineData("runs there", MigrationStage.Settling, nameof(ComputeMigrated))]
    [InlineData("ran there", MigrationStage.Settling, $"{nameof(ComputeMigrated)} {nameof(ComputePowerChanged)}")]
    [InlineData("runs there elsewhere", MigrationStage.Settling, nameof(ComputeFailed))]
    [InlineData("not there", MigrationStage.Settling, nameof(ComputeMigrationReverted))]
    [InlineData("goes on", MigrationStage.Reverting, nameof(ComputeMigrationFailed))]
    [InlineData(
        "cannot go on", MigrationStage.Reverting, $"{nameof(ComputeMigrationFailed)} {nameof(ComputeRestarting)}")]
    [InlineData("cleared", MigrationStage.Clearing, nameof(ComputeMigrationCleared))]
    public void A_report_means_something_in_its_stage_and_nothing_in_any_other(
        string report, MigrationStage stage, string events)
    {
        foreach (var other in Enum.GetValues<MigrationStage>())
        {
            Assert.Equal(other == stage ? events : "", Text(Report(report, At(other), Number)));
        }

        var another = report == "cleared" ? "" : Text(Report(report, At(stage), Number + 1));
        Assert.Equal("", another);
        Assert.Equal("", Text(Report(report, Running(), Number)));
    }

    [Fact]
    public void A_target_that_is_seen_to_run_the_guest_is_believed_from_sending_to_settling()
    {
        foreach (var stage in Enum.GetValues<MigrationStage>())
        {
            var isBelieved = stage is MigrationStage.Sending or MigrationStage.Settling;
            var decision = MigrationDecider.SeenElsewhere(At(stage), Seen(GuestPowerState.Running), Now);
            Assert.Equal(isBelieved ? nameof(ComputeMigrated) : "", Text(decision));
            Assert.Equal("", Text(MigrationDecider.SeenElsewhere(At(stage), Seen(GuestPowerState.Paused), Now)));
        }
    }

    [Fact]
    public void What_is_seen_at_home_ends_it_before_sending_and_proves_nothing_until_it_is_decided()
    {
        var crashed = new GuestObservation
        {
            Compute = new("c"),
            Incarnation = 1,
            PowerState = GuestPowerState.Crashed,
        };
        foreach (var stage in Enum.GetValues<MigrationStage>())
        {
            var expected = stage switch
            {
                MigrationStage.Preparing => $"{nameof(ComputeMigrationFailed)} {nameof(ComputePowerChanged)}",
                MigrationStage.Clearing => nameof(ComputePowerChanged),
                _ => "",
            };
            Assert.Equal(expected, Text(GuestDecider.Observed(At(stage), crashed, Now)));
        }
    }

    [Fact]
    public void A_termination_ends_in_clearing_from_anywhere_and_when_both_places_are_empty()
    {
        foreach (var stage in Enum.GetValues<MigrationStage>())
        {
            foreach (var homeFirst in new[] { false, true })
            {
                var state = Apply(At(stage), ComputeDecider.Terminate(At(stage), Now));
                Assert.Equal(MigrationStage.Clearing, state.Migration!.Stage);
                Assert.IsType<DestroyGuest>(GuestOrders.Owed(state));
                Assert.IsType<DestroyGuest>(GuestOrders.OwedElsewhere(state));
                state = homeFirst ? Home(state) : Elsewhere(state);
                Assert.Equal(ComputePhase.Terminating, state.Phase);
                Assert.True(state.HoldsClaim);
                state = homeFirst ? Elsewhere(state) : Home(state);
                Assert.Equal(
                    (ComputePhase.Terminated, false, false),
                    (state.Phase, state.HoldsClaim, GuestOrders.IsOwed(state)));
            }
        }

        static ComputeState Home(ComputeState state) => Apply(state, GuestDecider.Destroyed(state, Now));
        static ComputeState Elsewhere(ComputeState state) => Apply(state, MigrationDecider.Cleared(state, Now));
    }

    [Fact]
    public void An_attempt_uses_its_incarnation_up_and_the_claim_outlives_a_failure_until_both_places_are_empty()
    {
        var failed = Apply(At(MigrationStage.Reverting), Report("goes on", At(MigrationStage.Reverting), Number));
        Assert.Equal((1, 2, null), (failed.Incarnation, failed.LastIncarnation, failed.Migration));
        Assert.Equal(3, Assert.IsType<ComputeMigrationRequested>(
            MigrationDecider.Placed(failed, new(failed.Id), Place("h3"), default, Now).First).Incarnation);

        var lost = Apply(
            At(MigrationStage.Clearing),
            GuestDecider.Missing(At(MigrationStage.Clearing), rebooted: false, "boot-1", Now));
        Assert.Equal((ComputePhase.Failed, true), (lost.Phase, lost.HoldsClaim));
        Assert.False(Apply(lost, MigrationDecider.Cleared(lost, Now)).HoldsClaim);
    }

    private static Decision Report(string report, ComputeState state, int number) => report switch
    {
        "prepared" => MigrationDecider.Prepared(state, number, Prepared(), Now),
        "prepared elsewhere" => MigrationDecider.Prepared(state, number, Prepared() with { Pins = [new(0, 7)] }, Now),
        "prepared without endpoint" =>
            MigrationDecider.Prepared(state, number, Prepared() with { MigrationEndpoint = "" }, Now),
        "not prepared" => MigrationDecider.PrepareFailed(state, number, Refused, Now),
        "sent" => MigrationDecider.Sent(state, number, failure: null, Now),
        "not sent" => MigrationDecider.Sent(state, number, Refused, Now),
        "runs there" => MigrationDecider.Arrived(state, number, Seen(GuestPowerState.Running), Now),
        "ran there" => MigrationDecider.Arrived(state, number, Seen(GuestPowerState.Stopped), Now),
        "runs there elsewhere" => MigrationDecider.Arrived(
            state, number, Seen(GuestPowerState.Running) with { Pins = [new(0, 7)] }, Now),
        "not there" => MigrationDecider.SettleFailed(state, number, NotThere, Now),
        "goes on" => MigrationDecider.WentOn(state, number, Seen(GuestPowerState.Running), Now),
        "cannot go on" => MigrationDecider.WentOnFailed(state, number, NotThere, Now),
        _ => MigrationDecider.Cleared(state, Now),
    };

    private static ComputeState At(MigrationStage stage)
    {
        var state = Apply(Running(), MigrationDecider.Placed(Running(), new(new("c")), Place("h2"), default, Now));
        foreach (var report in stage switch
        {
            MigrationStage.Preparing => Array.Empty<string>(),
            MigrationStage.Sending => ["prepared"],
            MigrationStage.Settling => ["prepared", "not sent"],
            MigrationStage.Reverting => ["prepared", "not sent", "not there"],
            _ => ["prepared", "sent", "runs there"],
        })
        {
            state = Apply(state, Report(report, state, Number));
        }

        Assert.Equal(stage, state.Migration!.Stage);
        return state;
    }

    private static ComputeState Running()
    {
        var state = ComputeState.None(new("c"));
        object[] events =
        [
            new ComputeRequested
            {
                Incarnation = 1,
                Zone = new("z"),
                ResourceGroup = new("t"),
                Request = new()
                {
                    Compute = state.Id,
                    Requirements = new() { VirtualCpuCount = 1, Memory = MemorySize.FromGiB(1) },
                },
                Digest = RequestDigest.None,
                At = Now,
            },
            new ComputePlaced(Place("h1")), new ComputeStarted(Now),
        ];
        return events.Aggregate(state, ComputeEvolution.Evolve);
    }

    private static ComputeState Apply(ComputeState state, Decision decision)
    {
        foreach (var @event in new[] { decision.First, decision.Second }.OfType<object>())
        {
            state = ComputeEvolution.Evolve(state, @event);
        }

        return state;
    }

    private static HostPlacement Place(string host) => new() { Host = new(host), Pins = [new(0, 3)] };

    private static GuestObservation Prepared() => Seen(GuestPowerState.Paused) with { MigrationEndpoint = "tcp://h2" };

    private static GuestObservation Seen(GuestPowerState state) =>
        new() { Compute = new("c"), Incarnation = 2, PowerState = state, Pins = [new(0, 3)] };

    private static string Text(GuestOrder? order) => order is null ? "" : $"{order.Host} {order.CommandId}";

    private static string Text(Decision decision) =>
        string.Join(' ', new[] { decision.First, decision.Second }.OfType<object>().Select(one => one.GetType().Name));
}
