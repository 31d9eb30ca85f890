using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vim.Testing.Security;

/// <summary>A certificate authority that lives as long as a test.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid s_serverUsage = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid s_clientUsage = new("1.3.6.1.5.5.7.3.2");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly DateTimeOffset _until = DateTimeOffset.UtcNow.AddHours(1);

    /// <summary>A new authority of this common name, with a key of its own.</summary>
    public TestAuthority(string name = "test authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = request.CreateSelfSigned(_from, _until.AddMinutes(1));
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What those who trust it trust.</summary>
    public X509Certificate2Collection Trust => [Certificate];

    /// <summary>A server's certificate for localhost and 127.0.0.1.</summary>
    public X509Certificate2 IssueServer() => Issue("CN=server", s_serverUsage, names =>
    {
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
    });

    /// <summary>A client's certificate with one alternative name: a URI with a scheme, or else a DNS name.</summary>
    public X509Certificate2 IssueClient(string name) => IssueSubject("CN=client", names =>
    {
        if (name.Contains("://", StringComparison.Ordinal))
        {
            names.AddUri(new Uri(name));
        }
        else
        {
            names.AddDnsName(name);
        }
    });

    /// <summary>A client's certificate; without alternative names it has only its subject.</summary>
    public X509Certificate2 IssueSubject(string subject, Action<SubjectAlternativeNameBuilder>? addNames = null) =>
        Issue(subject, s_clientUsage, addNames);

    /// <summary>Writes a certificate that it issued, the key of that, and its own certificate as PEM files.</summary>
    public (string Certificate, string Key, string Authority) Write(X509Certificate2 issued, string folder)
    {
        using var key = issued.GetECDsaPrivateKey()!;
        return (
            Write(folder, "cert.pem", issued.ExportCertificatePem()),
            Write(folder, "key.pem", key.ExportPkcs8PrivateKeyPem()),
            Write(folder, "ca.pem", Certificate.ExportCertificatePem()));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static string Write(string folder, string name, string pem)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, pem);
        return path;
    }

    private X509Certificate2 Issue(string subject, Oid usage, Action<SubjectAlternativeNameBuilder>? addNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], critical: true));
        if (addNames is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            addNames(names);
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(Certificate, _from, _until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
