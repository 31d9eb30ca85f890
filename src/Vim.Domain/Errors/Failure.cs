namespace Vim.Domain.Errors;

/// <summary>Why a resource failed, as it is kept with the resource and in the journal.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For people.</param>
public sealed record Failure(string Code, string Message);
