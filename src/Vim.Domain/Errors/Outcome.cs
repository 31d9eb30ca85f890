using System.Diagnostics.CodeAnalysis;

namespace Vim.Domain.Errors;

/// <summary>The answer to a request: a value, or an operating error.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public readonly struct Outcome<T>
{
    private Outcome(T? value, VimError? error)
    {
        Value = value;
        Error = error;
    }

    /// <summary>The value; meaningful exactly if <see cref="IsSuccess"/>.</summary>
    public T? Value { get; }

    /// <summary>The error; null exactly if <see cref="IsSuccess"/>.</summary>
    public VimError? Error { get; }

    /// <summary>Whether it went well.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, error: null);

    /// <summary>A failure.</summary>
    public static implicit operator Outcome<T>(VimError error) => new(default, error);

    internal static Outcome<T> Create(T? value, VimError? error) => new(value, error);
}

/// <summary>Makes outcomes where the conversions do not reach: values whose type is an interface.</summary>
public static class Outcome
{
    /// <summary>A success.</summary>
    public static Outcome<T> Of<T>(T value) => Outcome<T>.Create(value, error: null);

    /// <summary>A failure.</summary>
    public static Outcome<T> Refused<T>(VimError error) => Outcome<T>.Create(default, error);
}
