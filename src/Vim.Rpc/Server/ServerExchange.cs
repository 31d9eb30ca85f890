using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>
/// The HTTP/2 side of one call, and the only code that writes its response.
///
/// Headers go out once, before the first message. The end is written by whoever claims the outcome first: the
/// handler's completion or the deadline. A deadline may strike while the handler is inside a write, and the response
/// pipe takes one writer; so writes hold a gate, a closer that finds the gate held wakes the write and waits for it.
/// </summary>
internal sealed class ServerExchange(IFeatureCollection features)
{
    private const int GateOpen = 0;
    private const int GateHeld = 1;
    private const int GateClosed = 2;

    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private TaskCompletionSource? _released;
    private int _gate;
    private int _outcome;
    private bool _headersSet;
    private bool _bodyWritten;
    private RpcCompression _encoding;

    public PipeReader Input => features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;

    public CallOutcome Outcome => (CallOutcome)Volatile.Read(ref _outcome);

    /// <summary>Claims the right to write the end; true for one caller only.</summary>
    public bool TryClaim(CallOutcome outcome) =>
        Interlocked.CompareExchange(ref _outcome, (int)outcome, (int)CallOutcome.Running) == (int)CallOutcome.Running;

    /// <summary>Sends the headers now, if they have not been sent.</summary>
    public async ValueTask SendHeadersAsync(RpcServerCall call)
    {
        EnterGate();
        try
        {
            SetHeaders(call);
            _bodyWritten = true;
            await FlushAsync();
        }
        finally
        {
            LeaveGate();
        }
    }

    /// <summary>Writes a message of a stream and waits until the transport has room.</summary>
    public async ValueTask WriteAsync(RpcServerCall call, IMessage message)
    {
        EnterGate();
        try
        {
            WriteMessage(call, message);
            await FlushAsync();
        }
        finally
        {
            LeaveGate();
        }
    }

    /// <summary>
    /// Writes the only response; the end of the call flushes it. Nothing when the deadline came first.
    /// </summary>
    public void WriteLast(RpcServerCall call, IMessage message)
    {
        if (TryClaim(CallOutcome.Finished))
        {
            WriteMessage(call, message);
        }
    }

    /// <summary>Writes the status: as trailers after a message, in the headers (trailers-only) otherwise.</summary>
    public void WriteStatus(RpcServerCall call, RpcStatus status, RpcMetadata? extraTrailers)
    {
        if (!_headersSet)
        {
            SetHeaders(call);
        }

        var target = _bodyWritten || _response.HasStarted
            ? features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : _response.Headers;
        StatusHeaders.Write(target, status);
        call.WriteTrailers(target, extraTrailers);
    }

    /// <summary>Keeps every later write out. False when a write did not let go within the time.</summary>
    public async ValueTask<bool> CloseGateAsync(TimeSpan patience, TimeProvider timeProvider)
    {
        if (Interlocked.CompareExchange(ref _gate, GateClosed, GateOpen) != GateHeld)
        {
            return true;
        }

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _released, released);
        _body.Writer.CancelPendingFlush();
        if (Interlocked.CompareExchange(ref _gate, GateClosed, GateOpen) == GateOpen)
        {
            return true;
        }

        try
        {
            await released.Task.WaitAsync(patience, timeProvider);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return Interlocked.CompareExchange(ref _gate, GateClosed, GateOpen) == GateOpen;
    }

    public Task CompleteAsync() => _body.CompleteAsync();

    /// <summary>RST_STREAM with an HTTP/2 error code (RFC 9113 7).</summary>
    public void Reset(int errorCode) => features.Get<IHttpResetFeature>()?.Reset(errorCode);

    private void SetHeaders(RpcServerCall call)
    {
        if (_headersSet)
        {
            return;
        }

        _headersSet = true;
        var headers = _response.Headers;
        headers.ContentType = GrpcHeaders.ContentType;
        _encoding = call.AcceptedResponseCompression();
        if (_encoding != RpcCompression.None)
        {
            headers.GrpcEncoding = MessageCompressor.NameOf(_encoding);
        }

        call.WriteResponseHeaders(headers);
    }

    private void WriteMessage(RpcServerCall call, IMessage message)
    {
        SetHeaders(call);
        var encoding = call.CompressResponses ? _encoding : RpcCompression.None;
        MessageEncoder.Write(_body.Writer, message, call.Host.Limits.MaxSendMessageSize, encoding);
        _bodyWritten = true;
        call.MessageSent();
    }

    private async ValueTask FlushAsync()
    {
        var result = await _body.Writer.FlushAsync();
        if (result.IsCanceled || result.IsCompleted)
        {
            throw Ended();
        }
    }

    private void EnterGate()
    {
        var gate = Interlocked.CompareExchange(ref _gate, GateHeld, GateOpen);
        if (gate == GateHeld)
        {
            throw new InvalidOperationException("A write is under way on this call; await it before the next.");
        }

        if (gate == GateClosed || Outcome != CallOutcome.Running)
        {
            if (gate == GateOpen)
            {
                LeaveGate();
            }

            throw Ended();
        }
    }

    private void LeaveGate()
    {
        Interlocked.Exchange(ref _gate, GateOpen);
        Volatile.Read(ref _released)?.TrySetResult();
    }

    private RpcException Ended() => Outcome == CallOutcome.DeadlineExceeded
        ? new RpcException(RpcStatusCode.DeadlineExceeded, "The deadline of the call has passed.")
        : new RpcException(RpcStatusCode.Cancelled, "The call has ended; nothing can be written to it.");
}
