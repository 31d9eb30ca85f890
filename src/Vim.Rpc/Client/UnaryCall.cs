using System.Runtime.CompilerServices;
using Google.Protobuf;
using Vim.Rpc.Telemetry;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>One request, one response, in one asynchronous method: the call that there is most of.</summary>
internal static class UnaryCall
{
    /// <param name="channel">The server.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">What the call asks for beyond it.</param>
    /// <param name="result">Makes the result of the message and the response, read to its end.</param>
    /// <exception cref="RpcException">Any status but OK.</exception>
    public static async Task<TResult> InvokeAsync<TRequest, TResponse, TResult>(
        RpcChannel channel,
        RpcMethod<TRequest, TResponse> method,
        TRequest request,
        RpcCallOptions options,
        Func<TResponse, HttpResponseMessage, TResult> result)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(request);
        var clock = channel.Options.TimeProvider;
        var startedAt = clock.GetTimestamp();
        var code = RpcStatusCode.OK;
        HttpResponseMessage? response = null;
        using var timer = CallTimer.For(method, options, clock);
        ClientTelemetry.CallStarted(method);
        try
        {
            var token = timer?.Token ?? options.CancellationToken;
            var requests = channel.RequestsOf(method);
            var http = requests.Take();
            http.Fill(request, options.Headers, options.Compression ?? channel.Options.Compression, timer?.Remaining);
            response = await channel.SendAsync(http, token);
            var message = await ReadAsync(response, method, channel.Options.MaxReceiveMessageSize, token);
            requests.Return(http);
            return result(message, response);
        }
        catch (Exception error)
        {
            var failure = ClientErrors.Of(error, timer);
            code = failure.Code;
            throw failure;
        }
        finally
        {
            response?.Dispose();
            ClientTelemetry.CallEnded(method, code, clock.GetElapsedTime(startedAt));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<TResponse> ReadAsync<TRequest, TResponse>(
        HttpResponseMessage response, RpcMethod<TRequest, TResponse> method, int limit, CancellationToken token)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        TResponse? message = null;
        var status = ResponseHeaders.ReadEarlyEnd(response, out var trailersOnly);
        if (status is null)
        {
            var decoder = new MessageDecoder<TResponse>(
                method.ResponseParser, limit, ResponseHeaders.ReadEncoding(response));
            message = await SingleResponse.ReadAsync(response.Content.ReadAsStream(token), decoder, token);
            status = ResponseHeaders.ReadEnd(response);
        }

        return status.Code != RpcStatusCode.OK
            ? throw new RpcException(status, ResponseHeaders.ReadTrailers(response, trailersOnly))
            : message ?? throw RpcErrors.Internal("The server sent no response and the status OK.");
    }
}
