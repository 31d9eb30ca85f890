using Vim.Actors;
using Vim.Domain.Errors;

namespace Vim.Engine.Actors;

/// <summary>From a pure decision to a turn.</summary>
internal static class Deciding
{
    /// <summary>Emits the decision's events.</summary>
    /// <param name="turn">The turn so far.</param>
    /// <param name="decision">Not a refusal.</param>
    /// <param name="state">The state before; after this, the state with the events applied.</param>
    /// <param name="evolve">The pure evolution of the state.</param>
    public static Turn Apply<TState>(
        this Turn turn, in Decision decision, ref TState state, Func<TState, object, TState> evolve)
    {
        if (decision.First is { } first)
        {
            turn = turn.Emit(first);
            state = evolve(state, first);
        }

        if (decision.Second is { } second)
        {
            turn = turn.Emit(second);
            state = evolve(state, second);
        }

        return turn;
    }

    /// <summary>Emits the decision's events and answers with the state after them, or with the refusal.</summary>
    public static Turn Answer<TState>(in Decision decision, TState state, Func<TState, object, TState> evolve)
        where TState : class
    {
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var turn = Turn.None.Apply(decision, ref state, evolve);
        return turn.Reply(state);
    }
}
