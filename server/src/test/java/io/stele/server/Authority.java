package io.stele.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import io.stele.http.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// Makes certificates that rest on one of its own.
@SuppressWarnings("exports") // tests export nothing
public final class Authority {

    private final X509Bundle root;

    public Authority() throws Exception {
        root =
                new CertificateBuilder()
                        .subject("CN=authority")
                        .setIsCertificateAuthority(true)
                        .setKeyUsage(true, KeyUsage.digitalSignature, KeyUsage.keyCertSign)
                        .buildSelfSigned();
    }

    /// @param subject such as `CN=alice`
    public X509Bundle issue(String subject) throws Exception {
        return new CertificateBuilder().subject(subject).buildIssuedBy(root);
    }

    public X509Certificate certificate() {
        return root.getCertificate();
    }

    /// For a server at 127.0.0.1 whose clients may show certificates of this authority.
    public TlsOptions server(Path directory) throws Exception {
        X509Bundle server =
                new CertificateBuilder()
                        .subject("CN=server")
                        .addSanIpAddress(InetAddress.getLoopbackAddress())
                        .buildIssuedBy(root);
        Path trust = write(directory, "authority.pem", root.getCertificatePEM());
        return TlsOptions.of(
                        write(directory, "server.pem", server.getCertificatePathPEM()),
                        write(directory, "server.key", server.getPrivateKeyPEM()))
                .withClients(TlsOptions.Clients.OPTIONAL, trust);
    }

    private static Path write(Path directory, String name, String pem) throws IOException {
        return Files.writeString(directory.resolve(name), pem);
    }

    /// For a client that trusts this authority.
    ///
    /// @param shown empty: it shows no certificate
    public SSLContext client(Optional<X509Bundle> shown) throws GeneralSecurityException {
        KeyManager[] keys =
                shown.isPresent()
                        ? shown.get().toKeyManagerFactory().getKeyManagers()
                        : new KeyManager[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, root.toTrustManagerFactory().getTrustManagers(), new SecureRandom());
        return context;
    }
}
