namespace Vim.Simulation.Worlds;

/// <summary>What came up in a world: tests see by it that worlds are not idle.</summary>
internal sealed class Tally
{
    public long Steps { get; set; }

    public int Crashes { get; set; }

    public int FailedJournals { get; set; }

    public int ReplaysCompared { get; set; }

    public int Allocated { get; set; }

    public int Refused { get; set; }

    public int Terminated { get; set; }

    public int Operated { get; set; }

    public int Migrated { get; set; }

    public int HandedOver { get; set; }

    public int FailedMigrations { get; set; }

    public int Reboots { get; set; }

    public int LostGuests { get; set; }

    public int LostSessions { get; set; }

    public int LostMessages { get; set; }

    public int DoubledMessages { get; set; }

    public int Retries { get; set; }

    public int FailedComputes { get; set; }

    /// <summary>The most places at once of the group that shares a socket.</summary>
    public int Near { get; set; }

    /// <summary>The most places at once of the group that is apart by socket.</summary>
    public int Apart { get; set; }

    public long Snapshots { get; set; }

    public int StopsInOrder { get; set; }

    public void Add(Tally other)
    {
        Steps += other.Steps;
        Crashes += other.Crashes;
        FailedJournals += other.FailedJournals;
        ReplaysCompared += other.ReplaysCompared;
        Allocated += other.Allocated;
        Refused += other.Refused;
        Terminated += other.Terminated;
        Operated += other.Operated;
        Migrated += other.Migrated;
        HandedOver += other.HandedOver;
        FailedMigrations += other.FailedMigrations;
        Reboots += other.Reboots;
        LostGuests += other.LostGuests;
        LostSessions += other.LostSessions;
        LostMessages += other.LostMessages;
        DoubledMessages += other.DoubledMessages;
        Retries += other.Retries;
        FailedComputes += other.FailedComputes;
        Near = Math.Max(Near, other.Near);
        Apart = Math.Max(Apart, other.Apart);
        Snapshots += other.Snapshots;
        StopsInOrder += other.StopsInOrder;
    }

    public override string ToString() =>
        $"{Steps} steps, {Crashes} crashes, {FailedJournals} failed journals, {ReplaysCompared} replays compared, "
        + $"{Allocated} allocated, {Refused} refused, {Terminated} terminated, {Operated} operated, {Retries} retries, "
        + $"{Migrated} migrated, {FailedMigrations} migrations failed, {HandedOver} handed over, "
        + $"{FailedComputes} computes failed, {Near} near and {Apart} apart, {Reboots} reboots, "
        + $"{LostGuests} guests lost, "
        + $"{LostSessions} sessions lost, {LostMessages} messages lost, {DoubledMessages} doubled, "
        + $"{Snapshots} snapshots, {StopsInOrder} stops in order";
}
