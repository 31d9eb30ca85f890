namespace Vim.Simulation.Worlds;

/// <summary>A checker saw what must never be.</summary>
/// <param name="message">What, where.</param>
internal sealed class SimulationFailedException(string message) : Exception(message);
