namespace Vim.Cli.Deployment;

/// <summary>
/// What a run made, in order, so that it can be removed in the opposite one. Safe from several threads.
/// </summary>
internal sealed class DeploymentJournal
{
    private readonly Lock _lock = new();
    private readonly List<MadeResource> _made = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _made.Count;
            }
        }
    }

    public void Add(ResourceKind kind, string id)
    {
        lock (_lock)
        {
            _made.Add(new MadeResource(kind, id));
        }
    }

    /// <summary>Last made first, and computes before what they stand on.</summary>
    public IReadOnlyList<MadeResource> InReverse()
    {
        lock (_lock)
        {
            return [.. Enumerable.Reverse(_made).OrderByDescending(made => made.Kind)];
        }
    }
}

/// <summary>Kinds of resources, those first that others stand on.</summary>
internal enum ResourceKind
{
    Image,
    Network,
    Subnet,
    Port,
    Flavour,
    Group,
    Compute,
}

/// <summary>A resource that a run made.</summary>
internal sealed record MadeResource(ResourceKind Kind, string Id);
