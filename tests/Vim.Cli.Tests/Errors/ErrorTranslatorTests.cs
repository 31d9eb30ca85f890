using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Vim.Cli.Errors;
using Vim.Rpc;

namespace Vim.Cli.Tests.Errors;

public sealed class ErrorTranslatorTests
{
    private static readonly Uri Server = new("http://127.0.0.1:50051");

    [Theory]
    [InlineData(RpcStatusCode.NotFound, ExitCodes.NotFound)]
    [InlineData(RpcStatusCode.AlreadyExists, ExitCodes.Conflict)]
    [InlineData(RpcStatusCode.FailedPrecondition, ExitCodes.Conflict)]
    [InlineData(RpcStatusCode.Aborted, ExitCodes.Conflict)]
    [InlineData(RpcStatusCode.InvalidArgument, ExitCodes.InvalidInput)]
    [InlineData(RpcStatusCode.OutOfRange, ExitCodes.InvalidInput)]
    [InlineData(RpcStatusCode.Unimplemented, ExitCodes.InvalidInput)]
    [InlineData(RpcStatusCode.Unavailable, ExitCodes.Unavailable)]
    [InlineData(RpcStatusCode.DeadlineExceeded, ExitCodes.Unavailable)]
    [InlineData(RpcStatusCode.ResourceExhausted, ExitCodes.Unavailable)]
    [InlineData(RpcStatusCode.Cancelled, ExitCodes.Unavailable)]
    [InlineData(RpcStatusCode.PermissionDenied, ExitCodes.NotPermitted)]
    [InlineData(RpcStatusCode.Unauthenticated, ExitCodes.NotPermitted)]
    [InlineData(RpcStatusCode.Unknown, ExitCodes.Internal)]
    [InlineData(RpcStatusCode.Internal, ExitCodes.Internal)]
    [InlineData(RpcStatusCode.DataLoss, ExitCodes.Internal)]
    public void Every_status_has_an_exit_code(RpcStatusCode status, int exitCode)
    {
        var error = ErrorTranslator.From(new RpcException(status, "text"), "Call", Server);

        Assert.Equal((exitCode, $"grpc.{status}", "text"), (error.ExitCode, error.Code, error.Problem));
        Assert.Contains("Call at http://127.0.0.1:50051", error.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_could_not_do_it_is_a_refusal()
    {
        var error = ErrorTranslator.From(
            Failure(RpcStatusCode.Aborted, new ErrorInfo { Type = "vim.host.refused" }), "Call", Server);

        Assert.Equal((ExitCodes.Refused, "vim.host.refused"), (error.ExitCode, error.Code));
    }

    [Fact]
    public void Every_bad_field_is_told()
    {
        var bad = new BadRequest
        {
            FieldViolations =
            {
                new BadRequest.Types.FieldViolation { Field = "flavour.epa.cpu_policy", Description = "is odd" },
                new BadRequest.Types.FieldViolation { Field = "flavour.name", Description = "is long" },
            },
        };

        var error = ErrorTranslator.From(Failure(RpcStatusCode.InvalidArgument, bad), "Call", Server);

        Assert.Equal(
            [new ErrorDetail("flavour.epa.cpu_policy", "is odd"), new ErrorDetail("flavour.name", "is long")],
            error.Details);
    }

    [Fact]
    public void When_to_try_again_is_told()
    {
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) };

        var error = ErrorTranslator.From(Failure(RpcStatusCode.Unavailable, retry), "Call", Server);

        Assert.Equal(TimeSpan.FromSeconds(2), error.RetryAfter);
        Assert.Equal("try again in 2 s", error.Remedy);
    }

    private static RpcException Failure(RpcStatusCode code, Google.Protobuf.IMessage detail)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "text" };
        status.Details.Add(Any.Pack(detail));
        return new RpcException(RpcStatus.From(status));
    }
}
