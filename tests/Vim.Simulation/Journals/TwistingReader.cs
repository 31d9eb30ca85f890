using Vim.Persistence;
using Vim.Simulation.Planting;

namespace Vim.Simulation.Journals;

/// <summary>A planted bug: a replay that gets claims wrong.</summary>
internal sealed class TwistingReader(IJournalReader inner, Bug bug) : IJournalReader
{
    private byte[]? _first;

    public void OnSnapshot(in SnapshotHeader header, ReadOnlySpan<byte> payload) => inner.OnSnapshot(header, payload);

    public void OnEvent(in EventHeader header, ReadOnlySpan<byte> payload)
    {
        switch (bug, header.Type)
        {
            case (Bug.ReplayNeverFrees, "ComputeTerminated"):
                // Encoded the same, and keeps the claim.
                inner.OnEvent(header with { Type = "ComputeTerminationRequested" }, payload);
                break;
            case (Bug.ReplayPlacesTwice, "ComputePlaced"):
                _first ??= payload.ToArray();
                inner.OnEvent(header, _first);
                break;
            default:
                inner.OnEvent(header, payload);
                break;
        }
    }

    public void OnCompleted(JournalError? error) => inner.OnCompleted(error);
}
