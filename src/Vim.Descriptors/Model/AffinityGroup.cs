namespace Vim.Descriptors.Model;

/// <summary>Computes that must be together or apart.</summary>
/// <param name="Name">Name, unique in the deployment.</param>
/// <param name="Kind">Together or apart.</param>
/// <param name="Scope">What they share or do not share.</param>
public sealed record AffinityGroup(string Name, AffinityKind Kind, AffinityScope Scope);
