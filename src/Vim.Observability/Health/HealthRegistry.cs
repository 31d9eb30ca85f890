namespace Vim.Observability.Health;

/// <summary>
/// The conditions under which a process is alive and ready. Alive: it can make progress, restarting it would not help.
/// Ready: it answers now.
/// </summary>
public sealed class HealthRegistry
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, HealthCheck> _checks = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds or replaces a check. The probe is called for each request: it must be quick and never throw.
    /// </summary>
    public void Add(string name, HealthScope scope, Func<HealthState> probe)
    {
        lock (_lock)
        {
            _checks[name] = new(name, scope, probe);
        }
    }

    /// <summary>All checks of a scope; readiness includes liveness.</summary>
    public IReadOnlyList<HealthResult> Run(HealthScope scope)
    {
        List<HealthCheck> checks;
        lock (_lock)
        {
            checks = [.. _checks.Values.Where(check => scope == HealthScope.Ready || check.Scope == HealthScope.Live)];
        }

        return [.. checks.Select(check => new HealthResult(check.Name, check.Probe()))];
    }

    private sealed record HealthCheck(string Name, HealthScope Scope, Func<HealthState> Probe);
}

/// <summary>What a check bears on.</summary>
public enum HealthScope
{
    /// <summary>/healthz and /readyz.</summary>
    Live,

    /// <summary>/readyz alone.</summary>
    Ready,
}

/// <summary>The answer of a probe.</summary>
/// <param name="Healthy">Whether all is well.</param>
/// <param name="Detail">For people: what is wrong and what to do; or what was found.</param>
public readonly record struct HealthState(bool Healthy, string Detail)
{
    /// <summary>All is well.</summary>
    public static HealthState Ok { get; } = new(Healthy: true, "ok");

    /// <summary>Not well, for this reason.</summary>
    public static HealthState Bad(string detail) => new(Healthy: false, detail);
}

/// <summary>One check and its answer.</summary>
public sealed record HealthResult(string Name, HealthState State);
