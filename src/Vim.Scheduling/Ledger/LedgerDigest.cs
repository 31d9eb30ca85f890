using System.Security.Cryptography;
using System.Text;

namespace Vim.Scheduling.Ledger;

/// <summary>Writes all that a ledger holds in one canonical text and hashes it.</summary>
internal static class LedgerDigest
{
    public static string Of(IEnumerable<HostState> hosts, IEnumerable<CapacityReservation> reservations)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var host in hosts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Write(host)));
        }

        foreach (var reservation in reservations)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Write(reservation)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Write(HostState host)
    {
        var text = new StringBuilder();
        Add(text, $"host {host.Id} {host.Availability} {host.Inventory.BootId}");
        Add(text, $"aggregates {Join(host.Aggregates)}");
        Add(text, $"free {Join(host.FreeCpus)} claimed {Join(host.Claimed)} cores {Join(host.CoreFree)}");
        Add(text, $"small {host.FreeSmall} shared {host.FreeShared} storage {host.FreeStorage}");
        Add(text, $"pools {Join(host.PoolFree)} vfs {Join(host.VfClaimed)} devices {Join(host.DeviceClaimed)}");
        Add(text, $"kinds {Join(host.KindFree)}");
        foreach (var node in host.Nodes)
        {
            Add(text, $"node {node.Cpus} {node.WholeCores} {node.WholeThreads} {node.Small} {node.Shared}");
        }

        foreach (var pf in host.Functions)
        {
            Add(text, $"pf {pf.VirtualFunctions} {pf.Uses} {pf.Whole} {pf.Ingress} {pf.Egress}");
        }

        foreach (var claim in host.AllClaims.OrderBy(claim => claim.Holder.ToString(), StringComparer.Ordinal))
        {
            Write(text, claim);
        }

        return text.ToString();
    }

    private static string Write(CapacityReservation reservation)
    {
        var text = new StringBuilder();
        Add(text, $"reservation {reservation.Id} of {reservation.Owner} priority {reservation.Priority}");
        foreach (var place in reservation.Places)
        {
            Add(text, $"place on {place.Placement.Host} taken by {place.TakenBy} lost {place.IsLost}");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Claim claim)
    {
        var placement = claim.Placement;
        var groups = claim.Groups.Select(group => group.Value).Order(StringComparer.Ordinal);
        var role = claim.IsElsewhere ? " elsewhere" : "";
        Add(text, $"claim {claim.Holder}{role} groups {Join(groups)} nodes {Join(placement.Nodes)}");
        Add(text, $"pins {Join(placement.Pins)} idle {placement.IdleSiblings} floating {placement.FloatingCpus}");
        Add(
            text,
            $"{placement.FloatingVirtualCpuCount} emulator {placement.EmulatorCpus} {placement.EmulatorIsolated}");
        Add(text, $"memory {placement.FloatingMemory.Bytes} storage {placement.LocalStorage.Bytes}");
        Add(text, $"vnics {Join(placement.Vnics)} devices {Join(placement.Devices)}");
    }

    private static string Join<T>(IEnumerable<T> items) => string.Join(',', items);

    private static void Add(StringBuilder text, FormattableString line) =>
        text.Append(FormattableString.Invariant(line)).Append('\n');
}
