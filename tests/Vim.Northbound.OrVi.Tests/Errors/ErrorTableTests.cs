using System.Reflection;
using Google.Protobuf;
using Google.Rpc;
using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Tests.Errors;

public sealed class ErrorTableTests
{
    [Fact]
    public void Every_stable_code_has_its_status_and_no_other_has()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(codes.Order(StringComparer.Ordinal), ErrorTable.StatusCodes.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(RpcStatusCode.OK, ErrorTable.StatusCodes.Values);
        Assert.DoesNotContain(RpcStatusCode.Unknown, ErrorTable.StatusCodes.Values);
    }

    [Fact]
    public void The_code_is_the_reason_and_the_resource_is_named()
    {
        var info = Detail<ErrorInfo>(new() { Code = ErrorCodes.InUse, Message = "m", Resource = "compute c-1" })!;

        // Field 1 is `reason` on the wire, whatever the class calls it.
        Assert.Equal(ErrorCodes.InUse, info.Type);
        Assert.Equal(1, ErrorInfo.Descriptor.FindFieldByName("type").FieldNumber);
        Assert.Equal("vim", info.Domain);
        Assert.Equal("compute c-1", info.Metadata["resource"]);
    }

    [Fact]
    public void Every_bad_field_is_in_the_details()
    {
        var bad = Detail<BadRequest>(new()
        {
            Code = ErrorCodes.InvalidArgument,
            Message = "m",
            Fields = [new("a.b", "is wrong"), new("c[1]", "is missing")],
        })!;
        Assert.Equal(
            ["a.b: is wrong", "c[1]: is missing"],
            bad.FieldViolations.Select(v => $"{v.Field}: {v.Description}"));
    }

    [Fact]
    public void A_placement_refusal_carries_every_dimension()
    {
        var infeasible = new Infeasible(
            12, [new(Dimension.HugePages, 12, 9, "pages of 1 GiB", 3, 2, 1, "1 GiB")], "ask for 9 pages");
        var error = new VimError { Code = ErrorCodes.NoFeasibleHost, Message = "m", Infeasible = infeasible };
        var detail = Detail<Proto.Infeasible>(error)!;
        Assert.Equal(RpcStatusCode.ResourceExhausted, ErrorTable.Refusal(error).Code);
        Assert.Equal(12, detail.HostCount);
        Assert.Equal("ask for 9 pages", detail.Hint);
        var shortfall = Assert.Single(detail.Shortfalls);
        Assert.Equal(Proto.Dimension.HugePages, shortfall.Dimension);
        Assert.Equal((12, 9), (shortfall.Wanted, shortfall.Available));
        Assert.Equal(
            (3, 2, 1), (shortfall.HostsFailed, shortfall.HostsFailedFirst, shortfall.HostsFailedOnly));
        Assert.Equal(("pages of 1 GiB", "1 GiB"), (shortfall.Unit, shortfall.Detail));
    }

    [Fact]
    public void Retry_is_hinted_only_where_it_makes_sense()
    {
        var overloaded = new VimError
        {
            Code = ErrorCodes.Overloaded,
            Message = "m",
            RetryAfter = TimeSpan.FromMilliseconds(250),
        };
        Assert.Equal(250, Detail<RetryInfo>(overloaded)!.RetryDelay.ToTimeSpan().TotalMilliseconds);
        Assert.Null(Detail<RetryInfo>(overloaded with { RetryAfter = null }));
    }

    [Fact]
    public void A_long_text_is_cut_to_fit_a_header_and_an_unlisted_code_is_internal()
    {
        var status = ErrorTable.StatusOf(new() { Code = "vim.not.listed", Message = new('x', 100_000) });
        Assert.Equal((int)RpcStatusCode.Internal, status.Code);
        Assert.InRange(status.Message.Length, 1, 4000);
    }

    private static T? Detail<T>(VimError error)
        where T : class, IMessage, new() =>
        ErrorTable.Refusal(error).Status.Details!.Details
            .Where(any => any.Is(new T().Descriptor))
            .Select(any => any.Unpack<T>())
            .SingleOrDefault();
}
