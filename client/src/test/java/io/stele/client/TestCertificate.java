package io.stele.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A certificate that rests on itself, made by the JDK's `keytool`.
///
/// @param certificate a PEM file
/// @param key a PEM file
record TestCertificate(Path certificate, Path key) {

    private static final String PASSWORD = "not a secret";

    /// @param name of whom it belongs to; the files are named after it, too
    /// @param hosts as `keytool` takes them, for example `dns:localhost,ip:127.0.0.1`
    static TestCertificate make(Path directory, String name, String hosts) {
        try {
            Path store = directory.resolve(name + ".p12");
            Files.deleteIfExists(store);
            keytool(
                    "-genkeypair",
                    "-alias",
                    "x",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "SAN=" + hosts,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (var in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            byte[] key = keys.getKey("x", PASSWORD.toCharArray()).getEncoded();
            return new TestCertificate(
                    write(
                            directory.resolve(name + ".pem"),
                            "CERTIFICATE",
                            keys.getCertificate("x").getEncoded()),
                    write(directory.resolve(name + ".key"), "PRIVATE KEY", key));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no certificate was made", e);
        }
    }

    private static void keytool(String... arguments) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new java.util.ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError("keytool: " + said);
        }
    }

    private static Path write(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label));
    }

    /// Takes the place of another, file by file.
    void replace(TestCertificate other) throws IOException {
        Files.copy(certificate, other.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(key, other.key(), StandardCopyOption.REPLACE_EXISTING);
    }
}
