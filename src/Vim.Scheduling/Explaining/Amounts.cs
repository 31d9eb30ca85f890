namespace Vim.Scheduling.Explaining;

/// <summary>
/// Rounds so that a shortfall stays a shortfall: what is wanted up, what is free down and never below zero.
/// </summary>
internal static class Amounts
{
    private const long Mega = 1_000_000;

    public static long WantedMiB(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    public static long FreeMiB(long bytes) => Math.Max(0, bytes) >> 20;

    public static long WantedMbps(long bits) => (bits + Mega - 1) / Mega;

    public static long FreeMbps(long bits) => Math.Max(0, bits) / Mega;
}
