using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Domain.Compute;

/// <summary>Why a compute cannot be migrated. Pure.</summary>
public static class MigrationRefusals
{
    private const string Kind = "compute";

    /// <summary>It is being migrated.</summary>
    public static VimError Migrating(ComputeState state) => new()
    {
        Code = ErrorCodes.Migrating,
        Resource = $"{Kind} {state.Id}",
        Message = state.Migration is { IsOpen: false } left
            ? $"compute {state.Id} was migrated, and host {left.Elsewhere.Host} has not cleared what is left there; "
                + "see whether its agent is connected, and try again after that"
            : $"compute {state.Id} is being migrated to host {state.Migration!.Elsewhere.Host}; try again after that",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>This version stops no guest to move it.</summary>
    public static VimError OnlyLive(ComputeState state) => new()
    {
        Code = ErrorCodes.NotSupported,
        Resource = $"{Kind} {state.Id}",
        Message = "offline migration is not offered by this version; migrate it live, while it runs",
    };

    /// <summary>It has a place of a reservation, which does not move.</summary>
    public static VimError InReservedPlace(ComputeId compute, ReservedPlace place) => new()
    {
        Code = ErrorCodes.NotLiveMigratable,
        Resource = $"{Kind} {compute}",
        Message = $"compute {compute} cannot be migrated: it has taken {place}, which is on its host; end the "
            + "reservation first",
    };

    /// <summary>What keeps it from being migrated live; null: nothing.</summary>
    public static VimError? NotLive(ComputeState state)
    {
        if (state.Phase is ComputePhase.Failed or ComputePhase.Terminating)
        {
            return Refusals.WrongState(Kind, state.Id.Value, state.Phase.ToString(), "there is nothing to migrate");
        }

        if (state.Phase != ComputePhase.Running)
        {
            return NotLive(state, $"it is {state.Phase}; start it first");
        }

        return BoundTo(state) is { Count: > 0 } bound
            ? NotLive(state, $"it holds {string.Join(", ", bound)} of its host itself; make it anew elsewhere instead")
            : null;
    }

    /// <summary>The functions and devices of its host that a compute holds itself, for people; empty: none.</summary>
    public static IReadOnlyList<string> BoundTo(ComputeState state)
    {
        if (state.Placement is not { } placement)
        {
            return [];
        }

        var bound = new List<string>();
        foreach (var vnic in placement.Vnics)
        {
            if (vnic.Kind != VnicKind.Virtio)
            {
                bound.Add($"{vnic.VirtualFunction ?? vnic.PhysicalFunction} for vNIC {vnic.Name}");
            }
        }

        foreach (var device in placement.Devices)
        {
            bound.Add($"device {device}");
        }

        return bound;
    }

    /// <summary>Why no host is left before placement is asked; null: some may be.</summary>
    internal static VimError? Nowhere(ComputeState state, MigrateCompute command)
    {
        var asked = state.Request!.OnlyHosts;
        return !command.OnlyHosts.IsEmpty && !asked.IsEmpty && Common(asked, command.OnlyHosts).IsEmpty
            ? Refusals.BadField(
                "hosts",
                $"none of {string.Join(", ", command.OnlyHosts)} is one that compute {state.Id} was allocated for "
                + $"({string.Join(", ", asked)})")
            : null;
    }

    /// <summary>Hosts of both lists; an empty list stands for all hosts.</summary>
    internal static ImmutableArray<HostId> Common(ImmutableArray<HostId> one, ImmutableArray<HostId> other) =>
        one.IsEmpty ? other
        : other.IsEmpty ? one
        : [.. one.Where(host => other.Contains(host))];

    private static VimError NotLive(ComputeState state, string why) => new()
    {
        Code = ErrorCodes.NotLiveMigratable,
        Resource = $"{Kind} {state.Id}",
        Message = $"compute {state.Id} cannot be migrated live: {why}",
    };
}
