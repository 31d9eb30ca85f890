namespace Vim.Descriptors.Model;

/// <summary>vCPUs that may run on some host CPUs only (IFA 005, static pinning).</summary>
/// <param name="VcpuIds">vCPU ids, ascending.</param>
/// <param name="HostCpuIds">Host CPUs of which each has one for itself, ascending.</param>
public sealed record CpuPinningRule(IReadOnlyList<int> VcpuIds, IReadOnlyList<int> HostCpuIds);
