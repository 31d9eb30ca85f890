namespace Vim.Descriptors;

/// <summary>What a virtual link is bound to.</summary>
/// <param name="ExistingNetwork">Name of a network that the VIM has; null creates one.</param>
/// <param name="PhysicalNetwork">Physical network to create it on; null keeps the descriptor's word.</param>
public sealed record NetworkBinding(string? ExistingNetwork, string? PhysicalNetwork);
