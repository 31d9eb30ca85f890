using System.Collections.Frozen;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Vim.Rpc.Telemetry;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>
/// Takes requests from Kestrel: checks that they are gRPC, finds the method, runs it and writes its status. It stands
/// directly on the server, without middleware or routing.
/// </summary>
internal sealed class RpcApplication(RpcServerHost host, IEnumerable<MethodHandler> handlers)
    : IHttpApplication<IFeatureCollection>
{
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(1);

    private readonly FrozenDictionary<string, MethodHandler> _handlers =
        handlers.ToFrozenDictionary(handler => handler.Method.Path, StringComparer.Ordinal);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        if (RequestGate.Refuse(request, context))
        {
            return Task.CompletedTask;
        }

        if (!_handlers.TryGetValue(request.Path, out var handler))
        {
            ServerTelemetry.CallUnimplemented();
            RequestGate.AnswerUnimplemented(context, $"Nothing is served at {request.Path}.");
            return Task.CompletedTask;
        }

        if (!MessageCompressor.TryParse(request.Headers.GrpcEncoding, out var encoding))
        {
            RequestGate.AnswerUnimplemented(
                context, $"Messages in the encoding {request.Headers.GrpcEncoding} are not understood.");
            return Task.CompletedTask;
        }

        return RunAsync(new RpcServerCall(host, handler.Method, context, request, encoding), handler);
    }

    private async Task RunAsync(RpcServerCall call, MethodHandler handler)
    {
        var startedAt = host.TimeProvider.GetTimestamp();
        ServerTelemetry.CallStarted(call.Method);
        RpcStatus status;
        RpcMetadata? trailers = null;
        try
        {
            if (host.Authorize is { } authorize)
            {
                await authorize(call);
            }

            await handler.InvokeAsync(call);
            status = RpcStatus.Ok;
        }
        catch (RpcException refusal)
        {
            status = refusal.Status;
            trailers = refusal.Trailers;
            host.Log.CallRefused(call.Method.Path, status.Code, status.Message);
        }
        catch (Exception error)
        {
            status = StatusOf(call, error);
        }

        status = await EndAsync(call, status, trailers);
        ServerTelemetry.CallEnded(call.Method, status.Code, host.TimeProvider.GetElapsedTime(startedAt));
    }

    /// <summary>Writes the status unless the deadline did, and returns what the client was told.</summary>
    private async ValueTask<RpcStatus> EndAsync(RpcServerCall call, RpcStatus status, RpcMetadata? trailers)
    {
        const int Http2InternalError = 2;
        var exchange = call.Exchange;
        exchange.TryClaim(CallOutcome.Finished);
        if (exchange.Outcome == CallOutcome.DeadlineExceeded)
        {
            await call.DeadlineTimer!.Closed;
            status = new RpcStatus(RpcStatusCode.DeadlineExceeded);
        }

        // A handler may have left a write behind; nothing of it may reach the stream's next call.
        var closed = await exchange.CloseGateAsync(WritePatience, host.TimeProvider);
        if (!closed)
        {
            exchange.Reset(Http2InternalError);
        }
        else if (call.IsAborted && exchange.Outcome == CallOutcome.Finished)
        {
            host.Log.ClientLeft(call.Method.Path);
            status = new RpcStatus(RpcStatusCode.Cancelled);
        }
        else if (exchange.Outcome == CallOutcome.Finished)
        {
            exchange.WriteStatus(call, status, trailers);
        }

        call.Release();
        return status;
    }

    private RpcStatus StatusOf(RpcServerCall call, Exception error)
    {
        if (call.IsAborted || call.Exchange.Outcome == CallOutcome.DeadlineExceeded)
        {
            return new RpcStatus(RpcStatusCode.Cancelled);
        }

        // What the exception says may be nobody's business outside: it goes to the log only.
        host.Log.HandlerFailed(call.Method.Path, error);
        return new RpcStatus(RpcStatusCode.Unknown, "The service failed; its log says why.");
    }
}
