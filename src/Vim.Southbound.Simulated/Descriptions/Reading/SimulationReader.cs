using Vim.Southbound.Simulated.Faults;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>Reads <c>simulation</c>: times and fault rates.</summary>
internal static class SimulationReader
{
    public static HostTiming ReadTiming(MapReader? simulation)
    {
        if (simulation?.Map("timing", required: false) is not { } map)
        {
            return HostTiming.Instant;
        }

        var timing = new HostTiming
        {
            Create = map.Optional("create", Formats.Time, default),
            Start = map.Optional("start", Formats.Time, default),
            Destroy = map.Optional("destroy", Formats.Time, default),
            Operate = map.Optional("operate", Formats.Time, default),
            Send = map.Optional("send", Formats.Time, default),
            MigrationRate = map.Optional("migration_rate", Formats.Rate, default) is { BitsPerSecond: > 0 } rate
                ? rate
                : null,
            Observe = map.Optional("observe", Formats.Time, default),
            Boot = map.Optional("boot", Formats.Time, default),
        };
        map.Done();
        return timing;
    }

    public static FaultRates ReadFaults(MapReader? simulation, DescriptionErrors errors)
    {
        if (simulation?.Map("faults", required: false) is not { } map)
        {
            return FaultRates.None;
        }

        var rates = new FaultRates
        {
            CreateFails = map.Optional("create_fails", Formats.Probability, 0),
            CreateSlow = map.Optional("create_slow", Formats.Probability, 0),
            CreateHangs = map.Optional("create_hangs", Formats.Probability, 0),
            DoneButFails = map.Optional("done_but_fails", Formats.Probability, 0),
            SlowBy = map.Optional("slow_by", Formats.Time, FaultRates.None.SlowBy),
            GuestCrashEvery = map.Optional("guest_crash_every", Formats.Time, default).Min,
            GuestLossEvery = map.Optional("guest_loss_every", Formats.Time, default).Min,
            RebootEvery = map.Optional("reboot_every", Formats.Time, default).Min,
            FlapEvery = map.Optional("flap_every", Formats.Time, default).Min,
        };
        map.Done();
        if (rates.CreateFails + rates.CreateSlow + rates.CreateHangs + rates.DoneButFails > 1)
        {
            errors.Add(map.Node, map.PathOf("create_fails"), "the probabilities of create add up to more than 1");
        }

        return rates;
    }
}
