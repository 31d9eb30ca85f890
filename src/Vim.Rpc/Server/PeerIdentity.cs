using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vim.Rpc.Server;

/// <summary>Names of a certificate: subject alternative names (RFC 5280 4.2.1.6), else the common name.</summary>
internal static class PeerIdentity
{
    private const string SubjectAlternativeName = "2.5.29.17";

    public static IReadOnlyList<string> Of(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return [];
        }

        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == SubjectAlternativeName && Read(extension.RawData) is { Count: > 0 } names)
            {
                return names;
            }
        }

        var common = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return common.Length > 0 ? [common] : [];
    }

    private static List<string> Read(byte[] extension)
    {
        var names = new List<string>();
        try
        {
            var sequence = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                if (ReadName(sequence) is { } name)
                {
                    names.Add(name);
                }
            }
        }
        catch (AsnContentException error)
        {
            throw new CryptographicException("The subject alternative names of the certificate are malformed.", error);
        }

        return names;
    }

    private static string? ReadName(AsnReader sequence)
    {
        const int Mail = 1, Dns = 2, Uri = 6, Address = 7;
        var tag = sequence.PeekTag();
        switch (tag.TagValue)
        {
            case Mail or Dns or Uri:
                return sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            case Address:
                var bytes = sequence.ReadOctetString(tag);
                return bytes.Length is 4 or 16 ? new IPAddress(bytes).ToString() : null;
            default:
                sequence.ReadEncodedValue();
                return null;
        }
    }
}
