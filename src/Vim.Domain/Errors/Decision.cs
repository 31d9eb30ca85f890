namespace Vim.Domain.Errors;

/// <summary>
/// What a decider makes of a command: nothing to do, one or two events, or a refusal. A value, so that deciding costs
/// no memory beyond the events.
/// </summary>
public readonly struct Decision
{
    private Decision(object? first, object? second, VimError? refusal)
    {
        First = first;
        Second = second;
        Refusal = refusal;
    }

    /// <summary>All is as wanted already.</summary>
    public static Decision Nothing => default;

    /// <summary>The first event; null: no event.</summary>
    public object? First { get; }

    /// <summary>The second event; null: at most one.</summary>
    public object? Second { get; }

    /// <summary>Why not; null: accepted.</summary>
    public VimError? Refusal { get; }

    /// <summary>One event.</summary>
    public static Decision Of(object first) => new(first, null, null);

    /// <summary>Two events, in this order.</summary>
    public static Decision Of(object first, object second) => new(first, second, null);

    /// <summary>A refusal.</summary>
    public static Decision Refuse(VimError refusal) => new(null, null, refusal);
}
