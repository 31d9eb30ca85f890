using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>By free CPUs of the kind that the request wants, then by free memory of its kind.</summary>
internal sealed record FreeScorer : IStandingScorer
{
    private readonly int _sign;

    private FreeScorer(int sign) => _sign = sign;

    /// <summary>The fullest host first.</summary>
    public static FreeScorer Least { get; } = new(1);

    /// <summary>The emptiest host first.</summary>
    public static FreeScorer Most { get; } = new(-1);

    public long Score(in HostLoad host, RequestKind kind)
    {
        var free = host.Free;
        var cpus = (long)(kind.WantsDedicatedCpus ? free.DedicatedCpus : free.FloatingVirtualCpus);
        var memory = kind.WantsHugePages ? free.HugePageMiB : free.SmallPageMiB;
        return _sign * ((cpus << 32) + memory);
    }

    /// <inheritdoc />
    public override string ToString() => _sign > 0 ? "fullest" : "emptiest";
}
