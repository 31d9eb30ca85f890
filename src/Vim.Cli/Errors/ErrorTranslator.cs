using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Rpc;

namespace Vim.Cli.Errors;

/// <summary>The one table from gRPC status and details to what a user is told and a script gets.</summary>
internal static class ErrorTranslator
{
    /// <summary>What a failed call means.</summary>
    public static CliError From(RpcException failure, string call, Uri server)
    {
        var details = failure.Status.Details?.Details ?? [];
        var infeasible = Unpack<Infeasible>(details);
        var info = Unpack<ErrorInfo>(details);
        var retryAfter = Unpack<RetryInfo>(details)?.RetryDelay?.ToTimeSpan();
        return new CliError
        {
            ExitCode = infeasible is not null ? ExitCodes.Refused : ExitCodeOf(failure.Code, info),
            Code = ReasonOf(info) is { Length: > 0 } reason ? reason : $"grpc.{failure.Code}",
            Problem = ProblemOf(failure, infeasible),
            Where = $"{call} at {server}",
            Remedy = RemedyFor(failure.Code, infeasible is not null, retryAfter),
            Details =
            [
                .. Unpack<BadRequest>(details)?.FieldViolations
                    .Select(violation => new ErrorDetail(violation.Field, violation.Description)) ?? [],
            ],
            Infeasible = infeasible,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The VIM's text; where the reasons follow in a table, without them.</summary>
    private static string ProblemOf(RpcException failure, Infeasible? infeasible) =>
        infeasible is not null ? $"none of {infeasible.HostCount} hosts fits"
        : failure.Status.Message.Length > 0 ? failure.Status.Message
        : $"the VIM answered {failure.Code}";

    /// <summary>Field 1 of ErrorInfo, which google.rpc named type before it named it reason.</summary>
    private static string ReasonOf(ErrorInfo? info) => info?.Type ?? "";

    private static int ExitCodeOf(RpcStatusCode code, ErrorInfo? info) => code switch
    {
        _ when ReasonOf(info) is "vim.placement.no_feasible_host" or "vim.host.refused" or "vim.host.placement_mismatch"
            or "vim.host.guest_lost" or "vim.compute.migration_lost" => ExitCodes.Refused,
        RpcStatusCode.NotFound => ExitCodes.NotFound,
        RpcStatusCode.AlreadyExists or RpcStatusCode.FailedPrecondition or RpcStatusCode.Aborted => ExitCodes.Conflict,
        RpcStatusCode.InvalidArgument or RpcStatusCode.OutOfRange or RpcStatusCode.Unimplemented =>
            ExitCodes.InvalidInput,
        RpcStatusCode.Unavailable or RpcStatusCode.DeadlineExceeded or RpcStatusCode.ResourceExhausted
            or RpcStatusCode.Cancelled => ExitCodes.Unavailable,
        RpcStatusCode.PermissionDenied or RpcStatusCode.Unauthenticated => ExitCodes.NotPermitted,
        _ => ExitCodes.Internal,
    };

    private static string RemedyFor(RpcStatusCode code, bool infeasible, TimeSpan? retryAfter) => code switch
    {
        _ when infeasible => "ask for less, choose another zone, or free what is listed",
        RpcStatusCode.Unavailable when retryAfter is null =>
            "check that vimd runs there and that --server names it; then run the same command again",
        RpcStatusCode.DeadlineExceeded => "run the same command again, with a longer --timeout if need be",
        RpcStatusCode.PermissionDenied => "use a certificate whose role may do this",
        RpcStatusCode.Unauthenticated => "give a certificate with --cert and --key",
        RpcStatusCode.Unimplemented => "check that vimctl and vimd are of the same version",
        RpcStatusCode.Internal or RpcStatusCode.Unknown or RpcStatusCode.DataLoss => "look into the log of vimd",
        _ when retryAfter is { } delay => $"try again in {delay.TotalSeconds:0.#} s",
        _ => "",
    };

    private static T? Unpack<T>(IEnumerable<Any> details)
        where T : class, IMessage<T>, new()
    {
        foreach (var detail in details)
        {
            if (detail.TryUnpack<T>(out var message))
            {
                return message;
            }
        }

        return null;
    }
}
