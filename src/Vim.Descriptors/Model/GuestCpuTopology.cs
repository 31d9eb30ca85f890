namespace Vim.Descriptors.Model;

/// <summary>CPU topology that the guest sees. A null member is free; the product of three given ones is the vCPU
/// count.</summary>
/// <param name="Sockets">Sockets, or null.</param>
/// <param name="Cores">Cores in a socket, or null.</param>
/// <param name="Threads">Threads in a core, or null.</param>
/// <param name="MaxSockets">Upper bound for sockets, or null.</param>
/// <param name="MaxCores">Upper bound for cores in a socket, or null.</param>
/// <param name="MaxThreads">Upper bound for threads in a core, or null.</param>
public sealed record GuestCpuTopology(
    int? Sockets,
    int? Cores,
    int? Threads,
    int? MaxSockets = null,
    int? MaxCores = null,
    int? MaxThreads = null);
