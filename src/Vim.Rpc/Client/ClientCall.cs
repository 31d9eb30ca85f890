using System.IO.Pipelines;
using Google.Protobuf;
using Vim.Rpc.Telemetry;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>
/// One call: sends the request, reads responses, ends with a status. Its token is the caller's, joined with the
/// deadline and with disposal where there is need of them. Reads are the caller's, one at a time.
/// </summary>
internal sealed class ClientCall<TRequest, TResponse> : IDisposable, IClientCall<TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly RpcChannel _channel;
    private readonly RpcMethod<TRequest, TResponse> _method;
    private readonly RpcCallOptions _options;
    private readonly RpcCompression _encoding;
    private readonly long _startedAt;
    private readonly CallTimer? _timer;
    private Task? _start;
    private StreamingContent? _content;
    private HttpResponseMessage? _response;
    private PipeReader? _pipe;
    private Stream? _body;
    private MessageDecoder<TResponse> _decoder;
    private MessageReader<TResponse>? _reader;
    private RpcMetadata? _trailers;
    private bool _trailersOnly;
    private int _disposed;

    public ClientCall(RpcChannel channel, RpcMethod<TRequest, TResponse> method, RpcCallOptions options)
    {
        _channel = channel;
        _method = method;
        _options = options;
        _encoding = options.Compression ?? channel.Options.Compression;
        _startedAt = channel.Options.TimeProvider.GetTimestamp();
        _timer = CallTimer.For(method, options, channel.Options.TimeProvider);
        Token = _timer?.Token ?? options.CancellationToken;
        ClientTelemetry.CallStarted(method);
    }

    public CancellationToken Token { get; }

    public RpcStatus? Status { get; private set; }

    /// <summary>Read from the response when somebody asks: few unary calls do.</summary>
    public RpcMetadata Trailers => _trailers ??= _response is { } response && Status is not null
        ? ResponseHeaders.ReadTrailers(response, _trailersOnly)
        : new RpcMetadata();

    /// <summary>Sends a request of one message.</summary>
    public void StartSingle(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = new UnaryRequest(_channel.RequestsOf(_method).Target, _channel.Options.MaxSendMessageSize);
        try
        {
            http.Fill(request, _options.Headers, _encoding, _timer?.Remaining);
        }
        catch (RpcException refusal)
        {
            throw Fail(refusal.Status);
        }

        _start = OpenAsync(http);
    }

    /// <summary>Opens a request of many messages.</summary>
    public RequestWriter<TRequest, TResponse> StartStreaming()
    {
        _content = new StreamingContent();
        var http = _channel.NewRequest(_method, _content);
        RequestHeaders.WriteFixed(http.Headers);
        RequestHeaders.WriteOwn(http.Headers, _options.Headers, _encoding, _timer?.Remaining);
        _start = OpenAsync(http);
        return new RequestWriter<TRequest, TResponse>(this, _content, _channel.Options.MaxSendMessageSize, _encoding);
    }

    /// <summary>The only response.</summary>
    public async Task<TResponse> ReadOnlyResponseAsync()
    {
        try
        {
            await _start!;
            if (Status is not null)
            {
                throw Failure(Status);
            }

            var response = await SingleResponse.ReadAsync(_body!, _decoder, Token);
            ReadEnd();
            return Status!.Code != RpcStatusCode.OK
                ? throw Failure(Status)
                : response ?? throw RpcErrors.Internal("The server sent no response and the status OK.");
        }
        catch (Exception error) when (Status is null || error is not RpcException)
        {
            throw Fail(error);
        }
    }

    /// <summary>The next response, or null after the last of a call that succeeded.</summary>
    public async ValueTask<TResponse?> ReadAsync()
    {
        try
        {
            await _start!;
            if (Status is not null)
            {
                return Status.Code == RpcStatusCode.OK ? null : throw Failure(Status);
            }

            _pipe ??= PipeReader.Create(_body!, ResponseHeaders.PipeOptions);
            _reader ??= new MessageReader<TResponse>(_pipe, _decoder);
            var response = await _reader.ReadAsync(Token);
            if (response is not null)
            {
                return response;
            }

            ReadEnd();
            return Status!.Code == RpcStatusCode.OK ? null : throw Failure(Status);
        }
        catch (Exception error) when (Status is null || error is not RpcException)
        {
            throw Fail(error);
        }
    }

    /// <summary>Metadata sent before the first response; waits for it.</summary>
    public async Task<RpcMetadata> HeadersAsync()
    {
        try
        {
            await _start!;
            return ReadHeaders();
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw Fail(error);
        }
    }

    public RpcMetadata ReadHeaders() => ResponseHeaders.Read(_response!.Headers);

    /// <summary>
    /// The failure behind a write that did not get through: the server's own status when it gave one.
    /// </summary>
    public async ValueTask<RpcException> WhyWriteFailedAsync(Exception error)
    {
        // The transport reports a lost stream to the write and to the start alike; the start knows the status.
        if (_start is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            try
            {
                await _start;
            }
            catch (Exception cause)
            {
                return Fail(cause);
            }
        }

        return Status is { Code: not RpcStatusCode.OK } status
            ? Failure(status)
            : new RpcException(ClientErrors.StatusOf(error, _timer), innerException: error);
    }

    /// <summary>Cancels a stream on behalf of who reads it.</summary>
    public void Cancel()
    {
        if (Status is null)
        {
            _timer?.Cancel();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        if (Status is null)
        {
            End(new RpcStatus(RpcStatusCode.Cancelled, "The call was disposed before its end."));
            _timer?.Cancel();
        }

        _content?.Abandon(new OperationCanceledException("The call has ended."));
        _pipe?.Complete();
        _response?.Dispose();
        _timer?.Dispose();
    }

    private async Task OpenAsync(HttpRequestMessage request)
    {
        var response = await SendAsync(request);
        if (Volatile.Read(ref _disposed) == 1)
        {
            response.Dispose();
            throw new OperationCanceledException("The call was disposed.");
        }

        _response = response;
        if (ResponseHeaders.ReadEarlyEnd(response, out _trailersOnly) is { } status)
        {
            End(status);
            return;
        }

        _decoder = new MessageDecoder<TResponse>(
            _method.ResponseParser, _channel.Options.MaxReceiveMessageSize, ResponseHeaders.ReadEncoding(response));
        _body = response.Content.ReadAsStream(Token);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        try
        {
            return await _channel.SendAsync(request, Token);
        }
        catch (Exception error)
        {
            // A writer may be waiting for a stream that will not come.
            _content?.Abandon(error);
            throw;
        }
    }

    private void ReadEnd() => End(ResponseHeaders.ReadEnd(_response!));

    private void End(RpcStatus status)
    {
        Status = status;
        ClientTelemetry.CallEnded(
            _method, status.Code, _channel.Options.TimeProvider.GetElapsedTime(_startedAt));
        if (status.Code != RpcStatusCode.OK)
        {
            _content?.Abandon(Failure(status));
        }
        else
        {
            _content?.Complete();
        }
    }

    private RpcException Failure(RpcStatus status) => new(status, Trailers);

    private RpcException Fail(RpcStatus status)
    {
        End(status);
        return Failure(status);
    }

    private RpcException Fail(Exception error)
    {
        if (Status is null)
        {
            End(ClientErrors.StatusOf(error, _timer));
        }

        var status = Status!.Code == RpcStatusCode.OK
            ? new RpcStatus(RpcStatusCode.Internal, error.Message)
            : Status;
        return new RpcException(status, Trailers, error);
    }
}
