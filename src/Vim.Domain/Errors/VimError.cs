using System.Collections.Immutable;

namespace Vim.Domain.Errors;

/// <summary>
/// An operating error: a value, never an exception. The code is stable and never reused; the text is for people and
/// may change.
/// </summary>
public sealed record VimError
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong, where, and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The kind and id of the resource it is about: <c>compute</c>, <c>c-12</c>; empty where there is none.
    /// </summary>
    public string Resource { get; init; } = "";

    /// <summary>Every bad field, for <see cref="ErrorCodes.InvalidArgument"/>.</summary>
    public ImmutableArray<FieldViolation> Fields { get; init; } = [];

    /// <summary>Why no host fits, for <see cref="ErrorCodes.NoFeasibleHost"/>.</summary>
    public Placement.Infeasible? Infeasible { get; init; }

    /// <summary>When trying again makes sense; null: it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>One bad field of a request.</summary>
/// <param name="Field">Path as the request spells it: <c>epa.numa_nodes[1].memory</c>.</param>
/// <param name="Description">What is wrong with it.</param>
public sealed record FieldViolation(string Field, string Description);
