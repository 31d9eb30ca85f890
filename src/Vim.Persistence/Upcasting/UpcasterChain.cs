namespace Vim.Persistence.Upcasting;

/// <summary>
/// Brings whatever the journal holds to the versions that this program knows, one step after the other. Immutable; any
/// thread.
/// </summary>
public sealed class UpcasterChain
{
    private readonly Dictionary<(string Type, int Version), IUpcaster> _steps = [];
    private readonly Dictionary<string, int> _current;

    /// <param name="current">Current version of every type that this program reads.</param>
    /// <param name="upcasters">The steps; each must lead to a current version.</param>
    /// <exception cref="ArgumentException">Two steps for one version, a step that leads nowhere or in a
    /// circle.</exception>
    public UpcasterChain(IReadOnlyDictionary<string, int> current, IEnumerable<IUpcaster> upcasters)
    {
        _current = new Dictionary<string, int>(current, StringComparer.Ordinal);
        foreach (var upcaster in upcasters)
        {
            if (!_steps.TryAdd((upcaster.Type, upcaster.FromVersion), upcaster))
            {
                throw new ArgumentException($"two upcasters read version {upcaster.FromVersion} of {upcaster.Type}");
            }
        }
        foreach (var (type, version) in _steps.Keys)
        {
            CheckLeadsToCurrent(type, version);
        }
    }

    /// <summary>Whether this is what the program reads, so that nothing need be done.</summary>
    public bool IsCurrent(string type, int version) => _current.TryGetValue(type, out var current)
        && current == version;

    /// <summary>The encoding in a current version.</summary>
    /// <exception cref="JournalException">This program does not know the type or is older than the version.</exception>
    public Encoded ToCurrent(Encoded encoded)
    {
        while (!IsCurrent(encoded.Type, encoded.Version))
        {
            if (!_steps.TryGetValue((encoded.Type, encoded.Version), out var step))
            {
                throw new JournalException(new JournalError(
                    JournalErrorCodes.NewerEvent,
                    $"version {encoded.Version} of {encoded.Type} is unknown to this program: "
                        + "was the journal written by a newer one?"));
            }
            encoded = new Encoded(step.ToType, step.ToVersion, step.Upcast(encoded.Payload));
        }
        return encoded;
    }

    private void CheckLeadsToCurrent(string type, int version)
    {
        for (var steps = 0; !IsCurrent(type, version); steps++)
        {
            if (steps > _steps.Count || !_steps.TryGetValue((type, version), out var step))
            {
                throw new ArgumentException($"no upcaster leads from version {version} of {type} to a current one");
            }
            (type, version) = (step.ToType, step.ToVersion);
        }
    }
}
