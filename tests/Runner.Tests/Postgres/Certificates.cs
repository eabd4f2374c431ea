using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>An authority that only a test believes in, and a server's certificate by it, as PEM files in a folder.</summary>
sealed class Certificates
{
    public Certificates(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=BatchRunner's test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(root, now.AddDays(-1), now.AddHours(12), [1, 2, 3, 4]);

        Authority = Path.Combine(folder, "authority.pem");
        Server = Path.Combine(folder, "server.pem");
        Key = Path.Combine(folder, "server.key");
        File.WriteAllText(Authority, root.ExportCertificatePem());
        File.WriteAllText(Server, signed.ExportCertificatePem());
        File.WriteAllText(Key, serverKey.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Key, UnixFileMode.UserRead);
    }

    /// <summary>What a client is told to believe.</summary>
    public string Authority { get; }

    /// <summary>Of a server that is called <c>localhost</c>, and by no other name.</summary>
    public string Server { get; }

    public string Key { get; }
}
