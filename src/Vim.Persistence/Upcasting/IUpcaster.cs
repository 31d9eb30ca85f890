namespace Vim.Persistence.Upcasting;

/// <summary>
/// Turns one version of an event's (or snapshot's) encoding into the next: a pure function on bytes. The old type need
/// not exist any more.
/// </summary>
public interface IUpcaster
{
    /// <summary>Stable name of the type it reads.</summary>
    string Type { get; }

    /// <summary>The version it reads; it writes the next one, or version 1 of another type.</summary>
    int FromVersion { get; }

    /// <summary>The name of the type it writes: the same, unless the event was renamed.</summary>
    string ToType { get; }

    /// <summary>The version it writes.</summary>
    int ToVersion { get; }

    /// <summary>The new encoding.</summary>
    ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> payload);
}
