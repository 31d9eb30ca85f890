using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vim.Rpc.Server;
using Vim.Server.Options;

namespace Vim.Server.Security;

/// <summary>Reads the PEM files of a TLS endpoint.</summary>
internal static class TlsSetup
{
    /// <exception cref="OptionException">
    /// A file is missing, unreadable, or the key does not fit the certificate.
    /// </exception>
    public static RpcServerTls Load(TlsFiles files)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(files.Certificate.FullName, files.Key.FullName);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(files.Certificate.FullName);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(files.ClientAuthorities.FullName);
            if (authorities.Count == 0)
            {
                throw new OptionException($"{files.ClientAuthorities.FullName} holds no certificate");
            }

            return new RpcServerTls
            {
                Certificate = () => certificate,
                CertificateChain = chain,
                ClientAuthorities = authorities,
                ClientCertificates = RpcClientCertificates.Required,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new OptionException($"the TLS files cannot be used: {problem.Message}");
        }
    }
}
