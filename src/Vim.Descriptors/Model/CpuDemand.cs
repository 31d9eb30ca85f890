namespace Vim.Descriptors.Model;

/// <summary>vCPUs and their binding to host CPUs.</summary>
public sealed record CpuDemand
{
    /// <summary>Number of vCPUs, 1 to 512.</summary>
    public required int VcpuCount { get; init; }

    /// <summary>Dedicated host CPUs, shared ones, or both.</summary>
    public CpuPolicy Policy { get; init; } = CpuPolicy.Shared;

    /// <summary>The vCPUs that get a dedicated host CPU when <see cref="Policy"/> is mixed, ascending; else
    /// empty.</summary>
    public IReadOnlyList<int> DedicatedVcpus { get; init; } = [];

    /// <summary>Host CPUs that the descriptor names for vCPUs; empty leaves them to the VIM.</summary>
    public IReadOnlyList<CpuPinningRule> PinningRules { get; init; } = [];

    /// <summary>What dedicated vCPUs do with sibling threads; null when the descriptor does not say.</summary>
    public CpuThreadPolicy? ThreadPolicy { get; init; }

    /// <summary>Where the emulator's own threads run; null when the descriptor does not say.</summary>
    public EmulatorThreadsPolicy? EmulatorThreadsPolicy { get; init; }

    /// <summary>vCPUs that run with real-time priority, ascending; empty for none.</summary>
    public IReadOnlyList<int> RealTimeVcpus { get; init; } = [];

    /// <summary>Sockets, cores and threads the guest must see; null leaves it to the VIM.</summary>
    public GuestCpuTopology? Topology { get; init; }

    /// <summary>CPU architecture in Linux words (x86_64, aarch64); null is the VIM's default.</summary>
    public string? Architecture { get; init; }
}
