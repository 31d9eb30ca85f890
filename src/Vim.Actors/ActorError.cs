namespace Vim.Actors;

/// <summary>An operating error of the runtime, as a value.</summary>
/// <param name="Code">Stable code; one of <see cref="ActorErrorCodes"/>.</param>
/// <param name="Message">What, where and what to do, for an operator. Never carries text of an exception.</param>
/// <param name="RetryAfter">How long to wait before trying again, where trying again makes sense.</param>
public sealed record ActorError(string Code, string Message, TimeSpan? RetryAfter = null);
