using System.Net;

namespace Vim.Rpc.Client;

/// <summary>A request body that stays open until its writer completes it.</summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The stream to write to, once the transport has it.</summary>
    public Task<Stream> Opened => _opened.Task;

    /// <summary>Ends the body.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <summary>
    /// Releases a writer that waits for a stream which will not come, and breaks off the body: the transport resets
    /// the stream, so that the server does not take what it has for all there was.
    /// </summary>
    public void Abandon(Exception reason)
    {
        Fail(_opened, reason);
        Fail(_completed, reason);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Sends the headers: the server may have something to say before the first message.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);
        await _completed.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private static void Fail(TaskCompletionSource<Stream> source, Exception reason)
    {
        source.TrySetException(reason);
        _ = source.Task.Exception;
    }

    private static void Fail(TaskCompletionSource source, Exception reason)
    {
        source.TrySetException(reason);
        _ = source.Task.Exception;
    }
}
