namespace Vim.Domain.Errors;

/// <summary>The refusals that every resource knows, worded once.</summary>
public static class Refusals
{
    /// <summary>There is no such resource.</summary>
    public static VimError NotFound(string kind, string id) => new()
    {
        Code = ErrorCodes.NotFound,
        Resource = $"{kind} {id}",
        Message = $"there is no {kind} {id}; list what there is, or check the id",
    };

    /// <summary>There is such a resource already.</summary>
    public static VimError AlreadyExists(string kind, string id) => new()
    {
        Code = ErrorCodes.AlreadyExists,
        Resource = $"{kind} {id}",
        Message = $"{kind} {id} exists already; choose another id or use the one there is",
    };

    /// <summary>Others use the resource.</summary>
    public static VimError InUse(string kind, string id, string by) => new()
    {
        Code = ErrorCodes.InUse,
        Resource = $"{kind} {id}",
        Message = $"{kind} {id} is used by {by}; remove that first",
    };

    /// <summary>The state of the resource does not allow it.</summary>
    public static VimError WrongState(string kind, string id, string state, string wish) => new()
    {
        Code = ErrorCodes.WrongState,
        Resource = $"{kind} {id}",
        Message = $"{kind} {id} is {state}: {wish}",
    };

    /// <summary>An idempotency key came back with another request.</summary>
    public static VimError KeyReused(string kind, string id) => new()
    {
        Code = ErrorCodes.IdempotencyKeyReused,
        Resource = $"{kind} {id}",
        Message = $"the idempotency key was used before for {kind} {id} with another request; take a new key",
    };

    /// <summary>One bad field.</summary>
    public static VimError BadField(string field, string description) => new()
    {
        Code = ErrorCodes.InvalidArgument,
        Message = $"{field}: {description}",
        Fields = [new(field, description)],
    };

    /// <summary>Several bad fields.</summary>
    public static VimError BadFields(IReadOnlyList<FieldViolation> violations) => new()
    {
        Code = ErrorCodes.InvalidArgument,
        Message = string.Join("; ", violations.Select(violation => $"{violation.Field}: {violation.Description}")),
        Fields = [.. violations],
    };
}
