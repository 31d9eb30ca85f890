namespace Vim.Domain.Southbound;

/// <summary>
/// Port: a host whose agent does not share its fate: one that is simulated. All members may be used by several threads.
/// </summary>
public interface IMortalHost : IHostDriver
{
    /// <summary>A guest changed or vanished without an operation. Raised outside of locks.</summary>
    event Action? GuestsChanged;

    /// <summary>Fires when the host goes down; that of a host that is down has fired.</summary>
    CancellationToken GoingDown { get; }

    /// <summary>Ends when the host is up.</summary>
    Task WhenUpAsync(CancellationToken cancellationToken);
}
