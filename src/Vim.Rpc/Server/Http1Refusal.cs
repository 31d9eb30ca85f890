using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vim.Rpc.Server;

/// <summary>
/// Answers a client that speaks HTTP/1 with 426 Upgrade Required, so that it learns what the port is. Kestrel itself
/// would tell it 400 and nothing more. A connection that opens like HTTP/2 passes untouched.
/// </summary>
internal static class Http1Refusal
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    private static ReadOnlySpan<byte> Answer =>
        "HTTP/1.1 426 Upgrade Required\r\nUpgrade: HTTP/2\r\nConnection: Upgrade, close\r\nContent-Length: 0\r\n\r\n"u8;

    /// <param name="listen">The endpoint.</param>
    /// <param name="clock">The clock of <paramref name="patience"/>.</param>
    /// <param name="patience">How long a connection may take to say its first words before it is closed.</param>
    public static void Use(ListenOptions listen, TimeProvider clock, TimeSpan patience) =>
        listen.Use(next => connection => CheckAsync(connection, next, clock, patience));

    private static async Task CheckAsync(
        ConnectionContext connection, ConnectionDelegate next, TimeProvider clock, TimeSpan patience)
    {
        if (await OpensLikeHttp2Async(connection, clock, patience) is not { } http2)
        {
            return;
        }

        if (http2)
        {
            await next(connection);
            return;
        }

        connection.Transport.Output.Write(Answer);
        await connection.Transport.Output.FlushAsync();
    }

    /// <summary>Null when nothing came in time, or the connection went away.</summary>
    private static async ValueTask<bool?> OpensLikeHttp2Async(
        ConnectionContext connection, TimeProvider clock, TimeSpan patience)
    {
        using var silence = new CancellationTokenSource(patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, connection.ConnectionClosed);
        try
        {
            return await OpensLikeHttp2Async(connection.Transport.Input, end.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private static async ValueTask<bool> OpensLikeHttp2Async(PipeReader input, CancellationToken closed)
    {
        while (true)
        {
            var result = await input.ReadAsync(closed);
            var opening = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, Preface.Length)).ToArray();
            if (!Preface.StartsWith(opening))
            {
                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                return false;
            }

            if (opening.Length == Preface.Length || result.IsCompleted)
            {
                // Nothing is marked as examined: Kestrel reads the same bytes at once.
                input.AdvanceTo(result.Buffer.Start);
                return true;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
