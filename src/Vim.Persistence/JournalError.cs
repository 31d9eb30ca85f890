namespace Vim.Persistence;

/// <summary>An operating error of a journal, as a value.</summary>
/// <param name="Code">Stable code; one of <see cref="JournalErrorCodes"/>.</param>
/// <param name="Message">What, where and what to do, for an operator.</param>
public sealed record JournalError(string Code, string Message);
