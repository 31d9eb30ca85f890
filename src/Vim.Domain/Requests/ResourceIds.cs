namespace Vim.Domain.Requests;

/// <summary>Ids of resources: 32 hexadecimal digits, for all kinds alike.</summary>
public static class ResourceIds
{
    /// <summary>The id that stands for an idempotency key: the same key gives the same id.</summary>
    public static string FromDigest(RequestDigest key) => string.Create(32, key, static (text, digest) =>
    {
        digest.High.TryFormat(text, out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
        digest.Low.TryFormat(text[16..], out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
    });

    /// <summary>The id of a resource that was asked for without a key.</summary>
    public static string From(Guid id) => id.ToString("N");
}
