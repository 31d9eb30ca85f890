using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vim.Rpc.Client;

namespace Vim.Agent;

/// <summary>Channels to the VIM's members.</summary>
internal static class VimChannels
{
    /// <exception cref="OptionException">A file cannot be used, or plain text would leave the machine.</exception>
    public static IReadOnlyList<RpcChannel> Open(AgentOptions options)
    {
        try
        {
            var channel = new RpcChannelOptions
            {
                ClientCertificate = options.Certificate is { } certificate && options.Key is { } key
                    ? X509Certificate2.CreateFromPemFile(certificate.FullName, key.FullName)
                    : null,
                ServerAuthorities = options.Authorities is { } authorities ? Read(authorities) : null,
            };
            return [.. options.Vims.Select(vim => new RpcChannel(vim, channel))];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new OptionException($"the TLS files cannot be used: {problem.Message}");
        }
        catch (ArgumentException problem)
        {
            throw new OptionException(problem.Message);
        }
    }

    private static X509Certificate2Collection Read(FileInfo file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file.FullName);
        return authorities.Count > 0
            ? authorities
            : throw new OptionException($"--ca {file.FullName} holds no certificate");
    }
}
