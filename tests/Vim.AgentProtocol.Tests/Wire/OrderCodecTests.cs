using Google.Protobuf;
using Vim.AgentProtocol.Tests.Support;
using Vim.AgentProtocol.Wire;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Proto = Vim.Contracts.Agent.V1;

namespace Vim.AgentProtocol.Tests.Wire;

public sealed class OrderCodecTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_order_comes_out_as_it_went_in(int seed)
    {
        var random = new Random(seed);
        GuestOrder order = random.Next(6) switch
        {
            0 => new CreateGuest(
                Samples.Host, Samples.Guest(Id(random), random.Next(32), 1 + random.Next(1000)), random.Next(9)),
            1 => new OperateGuest(
                Samples.Host, new(Id(random)), 1 + random.Next(1000), random.Next(9), Any<GuestOperation>(random)),
            2 => new PrepareGuest(
                Samples.Host, Samples.Guest(Id(random), random.Next(32), 1 + random.Next(1000)), random.Next(9)),
            3 => new SendGuest(
                Samples.Host, new(Id(random)), 1 + random.Next(1000), random.Next(9), $"tcp://h:{random.Next(9)}"),
            4 => new SettleGuest(Samples.Host, new(Id(random)), 1 + random.Next(1000), random.Next(9)),
            _ => new DestroyGuest(Samples.Host, new(Id(random)), 1 + random.Next(1000)),
        };
        var epoch = random.NextInt64();
        var read = Proto.Command.Parser.ParseFrom(order.ToProto(epoch).ToByteArray()).ToOrder();
        Assert.Equal(
            (order.CommandId, epoch, order.Compute, order.Incarnation),
            (read.CommandId, read.Epoch, read.Compute, read.Incarnation));
        switch (order, read)
        {
            case (CreateGuest create, CreateOrder made):
                Assert.Equal(create.Spec.Placement.Pins, made.Spec.Placement.Pins);
                Assert.Equal(create.Spec.Placement.Nodes, made.Spec.Placement.Nodes);
                Assert.Equal(create.Spec.Name, made.Spec.Name);
                break;
            case (OperateGuest operate, OperateOrder done):
                Assert.Equal(operate.Operation, done.Operation);
                break;
            case (PrepareGuest prepare, PrepareOrder made):
                Assert.Equal(prepare.Spec.Placement.Pins, made.Spec.Placement.Pins);
                break;
            case (SendGuest send, SendOrder sent):
                Assert.Equal(send.Endpoint, sent.Endpoint);
                break;
            case (SettleGuest, SettleOrder):
                break;
            default:
                Assert.IsType<DestroyGuest>(order);
                Assert.IsType<DestroyOrder>(read);
                break;
        }
    }

    [Fact]
    public void An_agent_that_does_not_know_an_order_is_understood_all_the_same()
    {
        var order = new SettleGuest(Samples.Host, new("a:b"), 7, 3);
        var failed = new Proto.CommandFailure { Code = ErrorCodes.InvalidArgument, Message = "what?" };
        var outcome = new Proto.CommandOutcome { CommandId = order.CommandId, Failed = failed }.ToDomain(Samples.Host);
        Assert.Equal((order.Compute, order.Incarnation), (outcome.Compute, outcome.Incarnation));
        Assert.Equal(ErrorCodes.NotSupported, outcome.Failure!.Code);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_outcome_comes_out_as_it_went_in(int seed)
    {
        var random = new Random(seed);
        var compute = new ComputeId(Id(random));
        var done = random.Next(2) == 0
            ? null
            : new GuestObservation
            {
                Compute = compute,
                Incarnation = 1 + random.Next(9),
                PowerState = Any<GuestPowerState>(random),
                Pins =
                [
                    .. Enumerable.Range(0, random.Next(5))
                        .Select(cpu => new Domain.Placement.VirtualCpuPin(cpu, random.Next(128))),
                ],
                Message = Id(random),
            };
        var outcome = new ReportOrderOutcome(
            Samples.Host,
            Id(random),
            compute,
            1 + random.Next(9),
            done,
            done is null ? new Failure(ErrorCodes.HostRefused, Id(random)) : null,
            done is null && random.Next(2) == 0);
        var read = Proto.CommandOutcome.Parser.ParseFrom(outcome.ToProto().ToByteArray()).ToDomain(Samples.Host);
        Assert.Equal(outcome with { Done = null }, read with { Done = null });
        Assert.Equal(done?.Pins, read.Done?.Pins);
        Assert.Equal((done?.PowerState, done?.Message), (read.Done?.PowerState, read.Done?.Message));
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut()
    {
        var outcome = new ReportOrderOutcome(
            Samples.Host, "c", new("x"), 1, null, new Failure("code", new string('x', 100_000)), IsTransient: false);
        Assert.Equal(OutcomeCodec.MaxMessageLength, outcome.ToProto().Failed.Message.Length);
    }

    [Fact]
    public void What_is_missing_or_newer_is_a_format_error()
    {
        Assert.Throws<FormatException>(() => new Proto.Command().ToOrder());
        Assert.Throws<FormatException>(() => new Proto.Command { CommandId = "x" }.ToOrder());
        Assert.Throws<FormatException>(() => new Proto.Command { CommandId = "x", Create = new() }.ToOrder());
        var newer = new Proto.OperateGuest { Operation = (Contracts.Model.V1.GuestOperation)99 };
        Assert.Throws<FormatException>(() => new Proto.Command { CommandId = "x", Operate = newer }.ToOrder());
        Assert.Throws<FormatException>(() => new Proto.CommandOutcome { CommandId = "x" }.ToDomain(Samples.Host));
        Assert.Throws<FormatException>(() => new Proto.Register().ToDomain());
    }

    private static string Id(Random random) => $"id-{random.Next()}";

    private static T Any<T>(Random random)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }
}
