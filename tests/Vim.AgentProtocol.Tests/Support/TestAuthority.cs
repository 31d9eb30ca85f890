using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vim.AgentProtocol.Tests.Support;

/// <summary>A certificate authority that lives as long as a test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly DateTimeOffset _until = DateTimeOffset.UtcNow.AddHours(1);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(_from, _until.AddMinutes(1));
        Server = Issue("localhost", "1.3.6.1.5.5.7.3.1", 1);
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2Collection Authorities => [_root];

    public X509Certificate2 Client(string name) => Issue(name, "1.3.6.1.5.5.7.3.2", 2);

    /// <summary>Writes certificate, key and authority as PEM files.</summary>
    public (string Certificate, string Key, string Authority) WriteClient(string name, string folder)
    {
        using var client = Client(name);
        using var key = client.GetECDsaPrivateKey()!;
        var paths =
            (Path.Combine(folder, "agent.pem"), Path.Combine(folder, "agent.key"), Path.Combine(folder, "ca.pem"));
        File.WriteAllText(paths.Item1, client.ExportCertificatePem());
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(paths.Item3, _root.ExportCertificatePem());
        return paths;
    }

    public void Dispose()
    {
        Server.Dispose();
        _root.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string name, string usage, byte serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name.Contains("://", StringComparison.Ordinal))
        {
            names.AddUri(new Uri(name));
        }
        else
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], true));
        using var signed = request.Create(_root, _from, _until, [serial, .. RandomNumberGenerator.GetBytes(8)]);
        return signed.CopyWithPrivateKey(key);
    }
}
