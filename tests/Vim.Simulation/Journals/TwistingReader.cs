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
        if (header.Type != "ClaimReleased")
        {
            inner.OnEvent(header, payload);
        }
        else if (bug == Bug.ReplayNeverFrees)
        {
            // An event that changes nothing, in its place.
            inner.OnEvent(header with { Type = "EndedForgotten" }, []);
        }
        else
        {
            _first ??= payload.ToArray();
            inner.OnEvent(header, _first);
        }
    }

    public void OnCompleted(JournalError? error) => inner.OnCompleted(error);
}
