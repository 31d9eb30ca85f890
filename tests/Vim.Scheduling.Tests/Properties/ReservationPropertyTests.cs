using System.Globalization;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Tests.Oracle;

namespace Vim.Scheduling.Tests.Properties;

public sealed class ReservationPropertyTests
{
    private const int First = 120_000;
    private readonly Placer _placer = new();

    [Fact]
    public void A_reservation_is_placed_as_so_many_computes_one_after_the_other_and_changes_nothing_meanwhile()
    {
        var (whole, partly) = (0, 0);
        for (var seed = First; seed < First + 1_500; seed++)
        {
            var world = new World(seed);
            var before = world.Ledger.Digest();
            var container = world.Request with { Groups = [], Resources = [] };
            var count = world.Make.Next(4) + 1;
            var places = _placer.PlaceAll(world.Ledger, container, count, world.Policy, out var refusal);
            Assert.Equal(before, world.Ledger.Digest());
            Assert.Equal(new Placer().CountMore(world.Ledger, container, world.Policy, count), places.Length);
            Assert.Equal(places.Length < count, refusal is not null);
            var most = _placer.PlaceMost(world.Ledger, container, count, world.Policy);
            Assert.All(places.Zip(most), pair => Assert.True(PlacementEquality.Same(pair.First, pair.Second)));
            Assert.Equal(places.Length, most.Length);
            whole += refusal is null ? 1 : 0;
            partly += refusal is not null && places.Length > 0 ? 1 : 0;
            if (places.IsEmpty)
            {
                continue;
            }

            world.Ledger.Reserve(ReservationPlay.Of("r", 5, container, places));
            world.AssertSound();
            Assert.Equal(places.Length, world.Hosts.Keys.Sum(host =>
                world.Ledger.HeldOn(host).Count(claim => claim.Holder.Place!.Value.Reservation.Value == "r")));
            world.Ledger.EndReservation(new("r"));
            Assert.Equal(before, world.Ledger.Digest());
        }

        Assert.True(whole > 100 && partly > 30, $"degenerate: {whole} whole, {partly} partly");
    }

    /// <summary>
    /// Whoever takes a place gets what was asked for inside it, others see no more and no less free than before, and
    /// when the compute ends all is as it was.
    /// </summary>
    [Fact]
    public void A_place_is_taken_from_the_inside_and_given_back_as_it_was()
    {
        var (same, other, rests) = (0, 0, 0);
        for (var seed = First; seed < First + 4_000; seed++)
        {
            var world = new World(seed);
            foreach (var reservation in world.Ledger.Reservations())
            {
                var isSame = world.Make.Chance(50);
                var request = new PlacementRequest
                {
                    Compute = new("taker"),
                    Requirements = isSame
                        ? reservation.Container.Requirements
                        : Smaller(reservation.Container.Requirements, world.Make),
                    Reservation = reservation.Id,
                };
                var before = world.Ledger.Digest();
                var free = world.Hosts.Keys.ToDictionary(host => host, host => FreeOf(world.Ledger, host));
                var result = _placer.Place(world.Ledger, request, world.Policy);
                var mayFit = reservation.Places.Any(place =>
                    world.Ledger.FindAvailability(place.Placement.Host) == HostAvailability.Enabled);
                Assert.True(!isSame || result.IsFeasible == mayFit, $"seed {seed}: {result.Infeasible}");
                if (!result.IsFeasible)
                {
                    Assert.Equal(Dimension.Reservation, Assert.Single(result.Infeasible.Shortfalls).Dimension);
                    continue;
                }

                var place = reservation.Places[result.Takes!.Value.Number].Placement;
                world.Ledger.Apply(request, result);
                world.AssertSound();
                Assert.Empty(ClaimAudit.CheckPlacement(world.Hosts[place.Host], request, result.Placement));
                Assert.True(result.Placement.ClaimedCpus.IsSubsetOf(place.ClaimedCpus), $"seed {seed}");
                Assert.All(free, host => Assert.Equal(host.Value, FreeOf(world.Ledger, host.Key)));
                var rest = world.Ledger.HeldOn(place.Host).Any(claim => claim.Holder.Place == result.Takes);
                Assert.True(!isSame || !rest, $"seed {seed}: something of the place is left over");
                same += isSame ? 1 : 0;
                other += isSame ? 0 : 1;
                rests += rest ? 1 : 0;

                Assert.True(world.Ledger.Release(request.Compute));
                Assert.Equal(before, world.Ledger.Digest());
            }
        }

        Assert.True(same > 150 && other > 25 && rests > 20, $"degenerate: {same} same, {other} other, {rests} rests");
    }

    /// <summary>Each history of reservations and computes ends as a ledger built from what there is then.</summary>
    [Fact]
    public void A_ledger_with_reservations_equals_the_one_built_from_what_it_holds()
    {
        var play = new ReservationPlay(_placer);
        var steps = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = First; seed < First + 400; seed++)
        {
            var world = new World(seed);
            var make = world.Make;
            for (var step = 0; step < 12; step++)
            {
                var kind = play.Step(world, make, $"s{step}");
                steps[kind] = steps.GetValueOrDefault(kind) + 1;
                world.AssertSound();
            }

            var rebuilt = new ZoneLedger(CaseGenerator.Zone);
            foreach (var host in world.Ledger.Hosts())
            {
                rebuilt.PutHost(host.Inventory, host.Availability);
                rebuilt.SetAggregates(host.Id, host.Aggregates);
            }

            foreach (var claim in world.Ledger.Claims().Reverse())
            {
                rebuilt.Restore(claim.Compute, claim.Placement, claim.Groups);
            }

            foreach (var reservation in world.Ledger.Reservations().Reverse())
            {
                rebuilt.Restore(reservation);
            }

            Assert.Equal(world.Ledger.Digest(), rebuilt.Digest());
            Assert.Equal(world.Ledger.Digest(), world.Ledger.Copy().Digest());
            Assert.Equal(world.Ledger.Reservations().Any(one => one.LostCount > 0), world.Ledger.HasLostPlaces);
            Assert.Equal(world.Ledger.HasLostPlaces, rebuilt.HasLostPlaces);
        }

        Assert.True(
            steps.Count == 6 && steps.Values.Min() > 20,
            string.Join(", ", steps.Select(step => $"{step.Key} {step.Value}")));
    }

    /// <summary>
    /// Every subset of what reservations of a lower priority hold on every host is tried: a request is refused only
    /// where none would do, breaks none above the lowest priority that would do, and as few as would do.
    /// </summary>
    [Fact]
    public void Places_are_broken_as_brute_force_would_break_them()
    {
        var (free, broken, refused, several) = (0, 0, 0, 0);
        for (var seed = First; seed < First + 3_000; seed++)
        {
            var world = new World(seed, CaseSize.Small with { HasFilters = false });
            Fill(world);
            var containers =
                world.Ledger.Reservations().Select(reservation => reservation.Container.Requirements).ToArray();
            var request = world.Request with { Priority = world.Make.Pick(5, 15, 25) };
            if (containers.Length > 0 && world.Make.Chance(60))
            {
                request = request with { Requirements = world.Make.Pick(containers) };
            }

            var before = world.Ledger.Digest();
            var result = _placer.Place(world.Ledger, request, world.Policy);
            Assert.Equal(before, world.Ledger.Digest());
            if (_placer.Find(world.Ledger, request, world.Policy) is not null)
            {
                Assert.True(result.IsFeasible && result.Breaks.IsEmpty, $"seed {seed}");
                free++;
                continue;
            }

            var expected = BreakingOracle.Least(world, request);
            Assert.True(expected is not null == result.IsFeasible, $"seed {seed}: {expected}, {result.Infeasible}");
            if (!result.IsFeasible)
            {
                refused++;
                continue;
            }

            var level = result.Breaks.Max(place => BreakingOracle.PriorityOf(world, place));
            Assert.Equal(expected, (level, result.Breaks.Length));
            CheckBroken(world, request, result, seed);
            broken++;
            several += result.Breaks.Length > 1 ? 1 : 0;
        }

        Assert.True(
            free > 100 && broken > 60 && refused > 200 && several > 3,
            $"degenerate: {free} free, {broken} broken, {several} several, {refused} refused");
    }

    /// <summary>
    /// Reservations of what there is room for, up to five places on a host so that all subsets can be tried.
    /// </summary>
    private void Fill(World world)
    {
        for (var number = 0; number < 5; number++)
        {
            var container = new PlacementRequest
            {
                Compute = new("container"),
                Requirements = world.Make.Requirements(),
            };
            var places = _placer.PlaceMost(world.Ledger, container, world.Make.Next(2) + 1, world.Policy);
            if (places.All(place => world.Ledger.CountHeld(place.Host) < 5))
            {
                world.Ledger.Reserve(ReservationPlay.Of($"x{number}", world.Make.Pick(0, 10, 20), container, places));
            }
        }
    }

    private static void CheckBroken(World world, PlacementRequest request, PlacementResult result, int seed)
    {
        var host = world.Hosts[result.Placement!.Host];
        var claims = world.Ledger.Claims();
        Assert.Empty(ClaimAudit.CheckPlacement(host, request, result.Placement));
        Assert.True(world.Qualifies(host.Id, request), $"seed {seed}");
        Assert.Empty(ClaimAudit.CheckAffinity(world.Ledger, request, result.Placement));
        world.Ledger.Apply(request, result);
        world.AssertSound();
        Assert.All(claims, claim => Assert.Same(claim.Placement, world.Ledger.FindClaim(claim.Compute)!.Placement));
        Assert.All(result.Breaks, place =>
            Assert.True(world.Ledger.FindReservation(place.Reservation)!.Places[place.Number].IsLost));
        Assert.Equal(
            result.Breaks.Length, world.Ledger.Reservations().Sum(reservation => reservation.LostCount));
    }

    /// <summary>A request that may be inside a place: less of something, or something else altogether.</summary>
    private static ComputeRequirements Smaller(ComputeRequirements wanted, CaseGenerator make)
    {
        var smaller = make.Next(6) switch
        {
            0 => wanted with { Vnics = [] },
            1 => wanted with { Devices = [], LocalStorage = MemorySize.Zero },
            2 => wanted with { Vnics = wanted.Vnics.IsEmpty ? [] : [wanted.Vnics[0]] },
            3 or 4 => wanted with
            {
                VirtualCpuCount = Math.Max(1, wanted.VirtualCpuCount - 1),
                DedicatedVirtualCpus = wanted.DedicatedVirtualCpus.Except(CpuSet.Of(wanted.VirtualCpuCount - 1)),
                RealTimeVirtualCpus = CpuSet.Empty,
                Memory = MemorySize.FromMiB(256),
                NumaNodes = [],
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with { GuestNumaNode = null })],
            },
            _ => make.Requirements(),
        };
        return ComputeRequirementsRules.Check(smaller).Count == 0 ? smaller : wanted;
    }

    /// <summary>All that others can see free of a host, in one text.</summary>
    private static string FreeOf(ZoneLedger ledger, HostId id)
    {
        var host = ledger.FindHost(id)!;
        var nodes = host.Nodes.Select(node => string.Create(
            CultureInfo.InvariantCulture,
            $"{node.FreeDedicatedCpus} {node.FreeSmallPageMemory.Bytes} "
                + $"{string.Join(',', node.HugePages.Select(page => page.Free))}"));
        var functions = host.PhysicalFunctions.Select(function => string.Create(
            CultureInfo.InvariantCulture,
            $"{function.FreeVirtualFunctions} {function.FreeIngress.BitsPerSecond} "
                + $"{function.FreeEgress.BitsPerSecond}"));
        var devices = host.FreeDevices.Select(device => device.Address);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join('|', nodes)} {string.Join('|', functions)} {string.Join(',', devices)} "
                + $"{host.FreeFloatingVirtualCpus} {host.FreeSmallPageMemory.Bytes} {host.FreeLocalStorage.Bytes}");
    }
}
