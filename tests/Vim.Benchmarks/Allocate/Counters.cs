using System.Diagnostics;

namespace Vim.Benchmarks.Allocate;

/// <summary>What the process and the member have used so far; a difference of two is what a phase cost.</summary>
internal readonly record struct Counters(
    long Timestamp,
    TimeSpan Processor,
    long Allocated,
    TimeSpan Pause,
    long Commits,
    long Events,
    long Turns,
    long JournalBytes,
    long Orders)
{
    public static Counters Of(BenchmarkMember member)
    {
        var shards = member.Engine.Statistics().Values;
        return new(
            Stopwatch.GetTimestamp(),
            Environment.CpuUsage.TotalTime,
            GC.GetTotalAllocatedBytes(),
            GC.GetTotalPauseDuration(),
            shards.Sum(shard => shard.Groups),
            shards.Sum(shard => shard.Events),
            shards.Sum(shard => shard.Turns),
            member.JournalBytes,
            member.Orders);
    }

    public static Counters operator -(Counters left, Counters right) => new(
        left.Timestamp - right.Timestamp,
        left.Processor - right.Processor,
        left.Allocated - right.Allocated,
        left.Pause - right.Pause,
        left.Commits - right.Commits,
        left.Events - right.Events,
        left.Turns - right.Turns,
        left.JournalBytes - right.JournalBytes,
        left.Orders - right.Orders);

    public static Counters operator +(Counters left, Counters right) => new(
        left.Timestamp + right.Timestamp,
        left.Processor + right.Processor,
        left.Allocated + right.Allocated,
        left.Pause + right.Pause,
        left.Commits + right.Commits,
        left.Events + right.Events,
        left.Turns + right.Turns,
        left.JournalBytes + right.JournalBytes,
        left.Orders + right.Orders);

    public double Seconds => (double)Timestamp / Stopwatch.Frequency;
}
