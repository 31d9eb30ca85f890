using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Mapping;
using Vim.Rpc;

namespace Vim.Northbound.OrVi.Errors;

/// <summary>
/// The one place where stable codes become gRPC statuses. Details: ErrorInfo always (reason: the code, domain
/// <c>vim</c>, metadata: the resource); BadRequest with every bad field; Infeasible; RetryInfo where trying again makes
/// sense.
/// </summary>
public static class ErrorTable
{
    public const string Domain = "vim";

    // grpc-message travels in a header, and headers are limited; the details say the rest.
    private const int MaxMessageLength = 2000;

    public static FrozenDictionary<string, RpcStatusCode> StatusCodes { get; } = new Dictionary<string, RpcStatusCode>
    {
        [ErrorCodes.InvalidArgument] = RpcStatusCode.InvalidArgument,
        [ErrorCodes.IdempotencyKeyReused] = RpcStatusCode.FailedPrecondition,
        [ErrorCodes.NotFound] = RpcStatusCode.NotFound,
        [ErrorCodes.AlreadyExists] = RpcStatusCode.AlreadyExists,
        [ErrorCodes.InUse] = RpcStatusCode.FailedPrecondition,
        [ErrorCodes.WrongState] = RpcStatusCode.FailedPrecondition,
        [ErrorCodes.NoFeasibleHost] = RpcStatusCode.ResourceExhausted,
        [ErrorCodes.UnknownZone] = RpcStatusCode.NotFound,
        [ErrorCodes.HostUnreachable] = RpcStatusCode.Unavailable,
        [ErrorCodes.HostRefused] = RpcStatusCode.Aborted,
        [ErrorCodes.Overloaded] = RpcStatusCode.Unavailable,
        [ErrorCodes.JournalUnavailable] = RpcStatusCode.Unavailable,
        [ErrorCodes.ShuttingDown] = RpcStatusCode.Unavailable,
        [ErrorCodes.Fenced] = RpcStatusCode.Unavailable,
        [ErrorCodes.ActorFailed] = RpcStatusCode.Internal,
        [ErrorCodes.NotSupported] = RpcStatusCode.Unimplemented,
        [ErrorCodes.PermissionDenied] = RpcStatusCode.PermissionDenied,
        [ErrorCodes.DeadlineExceeded] = RpcStatusCode.DeadlineExceeded,
        [ErrorCodes.GuestLost] = RpcStatusCode.Aborted,
        [ErrorCodes.GuestMissing] = RpcStatusCode.FailedPrecondition,
        [ErrorCodes.PlacementMismatch] = RpcStatusCode.Aborted,
        [ErrorCodes.HostSilent] = RpcStatusCode.Unavailable,
        [ErrorCodes.Migrating] = RpcStatusCode.FailedPrecondition,
        [ErrorCodes.NotLiveMigratable] = RpcStatusCode.FailedPrecondition,
        [ErrorCodes.MigrationLost] = RpcStatusCode.Aborted,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The exception that ends a call with <paramref name="error"/>.</summary>
    public static RpcException Refusal(VimError error) => new(RpcStatus.From(StatusOf(error)));

    /// <summary>
    /// The status of <paramref name="error"/> with its details. A code that is not listed is INTERNAL.
    /// </summary>
    public static Status StatusOf(VimError error)
    {
        var status = new Status
        {
            Code = (int)StatusCodes.GetValueOrDefault(error.Code, RpcStatusCode.Internal),
            Message = Short(error.Message),
        };
        foreach (var detail in Details(error))
        {
            status.Details.Add(Any.Pack(detail));
        }

        return status;
    }

    private static IEnumerable<IMessage> Details(VimError error)
    {
        // Field 1 of google.rpc.ErrorInfo is `reason`; this version of its C# class still has the older name of it.
        var info = new ErrorInfo { Type = error.Code, Domain = Domain };
        if (error.Resource.Length > 0)
        {
            info.Metadata.Add("resource", error.Resource);
        }

        yield return info;
        if (!error.Fields.IsEmpty)
        {
            var bad = new BadRequest();
            bad.FieldViolations.AddRange(error.Fields.Select(violation => new BadRequest.Types.FieldViolation
            {
                Field = violation.Field,
                Description = violation.Description,
            }));
            yield return bad;
        }

        if (error.Infeasible is { } infeasible)
        {
            yield return PlacementMapping.ToProto(infeasible);
        }

        if (error.RetryAfter is { } delay)
        {
            yield return new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) };
        }
    }

    private static string Short(string message) =>
        message.Length <= MaxMessageLength ? message : string.Concat(message.AsSpan(0, MaxMessageLength - 3), "...");
}
