namespace Vim.Domain.Topology;

/// <summary>One hardware thread of a host. Threads with equal socket, die and core are siblings.</summary>
/// <param name="Id">The kernel's CPU number, 0 to <see cref="CpuSet.MaxId"/>.</param>
/// <param name="SocketId">physical_package_id.</param>
/// <param name="DieId">die_id within the socket; 0 where the machine has none.</param>
/// <param name="CoreId">core_id within the die.</param>
public readonly record struct CpuThread(int Id, int SocketId, int DieId, int CoreId);
