namespace Vim.Descriptors.Model;

/// <summary>Something the descriptor says that the VIM does not deploy, and why that is right.</summary>
/// <param name="Place">Where.</param>
/// <param name="Text">What, and what becomes of it.</param>
public sealed record DeploymentNote(SourcePlace Place, string Text);
