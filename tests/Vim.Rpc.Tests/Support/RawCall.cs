using System.Net;

namespace Vim.Rpc.Tests.Support;

/// <summary>
/// gRPC calls put together by hand on .NET's HTTP/2 client, for what a proper client would never send.
/// </summary>
internal static class RawCall
{
    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler());

    public sealed record Answer(
        HttpStatusCode Http, Dictionary<string, string> Headers, byte[] Body, Dictionary<string, string> Trailers)
    {
        /// <summary>grpc-status, from the trailers or, in a trailers-only response, from the headers.</summary>
        public string? Status => Trailers.GetValueOrDefault("grpc-status") ?? Headers.GetValueOrDefault("grpc-status");

        public string Message =>
            Trailers.GetValueOrDefault("grpc-message") ?? Headers.GetValueOrDefault("grpc-message") ?? "";

        public bool TrailersOnly => Headers.ContainsKey("grpc-status") && Trailers.Count == 0 && Body.Length == 0;
    }

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var length = message.Length;
        byte[] header = [flag, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        return [.. header, .. message];
    }

    public static Task<Answer> PostAsync(Uri server, string path, byte[] body, params (string, string)[] headers) =>
        SendAsync(server, path, new ByteArrayContent(body), HttpMethod.Post, "application/grpc", headers);

    public static async Task<Answer> SendAsync(
        Uri server,
        string path,
        HttpContent? content,
        HttpMethod method,
        string? contentType,
        params (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (contentType is not null)
        {
            content?.Headers.TryAddWithoutValidation("content-type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = await Invoker.SendAsync(request, limit.Token);
        var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
        var read = response.Headers.Concat(response.Content.Headers);
        return new Answer(response.StatusCode, Flatten(read), body, Flatten(response.TrailingHeaders));
    }

    private static Dictionary<string, string> Flatten(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers) =>
        headers.ToDictionary(
            header => header.Key.ToLowerInvariant(), header => string.Join("|", header.Value));
}
