namespace Vim.Descriptors.Model;

/// <summary>A host trait.</summary>
/// <param name="Name">Trait name (HW_CPU_X86_AVX512F, CUSTOM_GOLD).</param>
/// <param name="Forbidden">True when the host must not have it, false when it must.</param>
public sealed record TraitDemand(string Name, bool Forbidden);
