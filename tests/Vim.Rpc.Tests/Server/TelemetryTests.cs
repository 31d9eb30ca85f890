using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Vim.Rpc.Telemetry;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>What the instruments count. They belong to the process: no other test runs beside this one.</summary>
[Collection(nameof(TelemetryTests))]
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
public sealed class TelemetryTests
{
    private readonly ConcurrentDictionary<string, double> _sums = new();

    [Fact]
    public async Task Calls_and_messages_are_counted_by_method_and_status()
    {
        using var listener = Listen();
        await using (var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            async (request, call) =>
            {
                if (request.Count == 1)
                {
                    throw new RpcException(RpcStatusCode.NotFound, "none");
                }

                if (request.Count == 2)
                {
                    await Wait.Fires(call.CancellationToken);
                }

                return request;
            })))
        {
            await server.Channel.UnaryAsync(EchoServer.Say, new Words());
            await Assert.ThrowsAsync<RpcException>(
                () => server.Channel.UnaryAsync(EchoServer.Say, new Words { Count = 1 }));
            await RawCall.PostAsync(
                server.Address, "/vim.rpc.tests.Echo/Say", RawCall.Frame([0x18, 2]), ("grpc-timeout", "200m"));
        }

        Assert.Equal(3, Sum(InstrumentNames.ServerCallsStarted, null));
        Assert.Equal(0, Sum(InstrumentNames.ServerCallsCurrent, null));
        Assert.Equal(1, Sum(InstrumentNames.ServerCallsCompleted, "OK"));
        Assert.Equal(1, Sum(InstrumentNames.ServerCallsFailed, "NotFound"));
        Assert.Equal(1, Sum(InstrumentNames.ServerCallsFailed, "DeadlineExceeded"));
        Assert.Equal(1, Sum(InstrumentNames.ServerCallsDeadlineExceeded, null));
        Assert.Equal(3, Sum(InstrumentNames.ServerMessagesReceived, null));
        Assert.Equal(1, Sum(InstrumentNames.ServerMessagesSent, null));
        Assert.True(Sum(InstrumentNames.ServerCallDuration, "DeadlineExceeded") >= 0.15);
        Assert.Equal(2, Sum(InstrumentNames.ClientCallsStarted, null));
        Assert.Equal(1, Sum(InstrumentNames.ClientCallsCompleted, "NotFound"));
    }

    private double Sum(string instrument, string? status) => _sums.GetValueOrDefault($"{instrument} {status}");

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == InstrumentNames.Meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? status = null;
        foreach (var (name, text) in tags)
        {
            if (name == InstrumentNames.MethodLabel && (string?)text != "vim.rpc.tests.Echo/Say")
            {
                return;
            }

            status = name == InstrumentNames.StatusLabel ? (string?)text : status;
        }

        _sums.AddOrUpdate($"{instrument.Name} {status}", value, (_, sum) => sum + value);
    }
}
