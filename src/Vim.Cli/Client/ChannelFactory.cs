using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vim.Cli.Configuration;
using Vim.Cli.Errors;
using Vim.Rpc.Client;

namespace Vim.Cli.Client;

/// <summary>Makes the channel that the settings ask for.</summary>
internal static class ChannelFactory
{
    public static RpcChannel Create(ClientSettings settings)
    {
        try
        {
            var options = new RpcChannelOptions
            {
                ClientCertificate = CertificateOf(settings),
                ServerAuthorities = AuthoritiesOf(settings),
                ConnectTimeout = TimeSpan.FromSeconds(5),
                MaxReceiveMessageSize = 64 * 1024 * 1024,
            };
            return new RpcChannel(settings.Server, options);
        }
        catch (ArgumentException error)
        {
            throw CliException.Usage(
                error.Message, "give --server with https://HOST:PORT, or http:// and a loopback address");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage(
                $"the certificate cannot be read: {error.Message}", "give PEM files with --cert, --key and --ca");
        }
    }

    private static X509Certificate2? CertificateOf(ClientSettings settings)
    {
        if (settings.Certificate is null)
        {
            return null;
        }

        // Schannel and some OpenSSL builds cannot use a key that lives in memory only: hence the PKCS#12 round trip.
        using var pem = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2Collection? AuthoritiesOf(ClientSettings settings)
    {
        if (settings.Authorities is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(settings.Authorities);
        return authorities;
    }
}
