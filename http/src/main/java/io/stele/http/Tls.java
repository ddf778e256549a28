package io.stele.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// TLS for the connections of a server. A thread looks whether the files have changed; from then on
/// new connections get what the files say, and those that are open go on.
///
/// HTTP/1.1 goes before HTTP/2 where a client offers both, as browsers and curl do: HTTP/2 is here
/// for gRPC, whose clients offer nothing else.
final class Tls implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.http");

    private static final ApplicationProtocolConfig PROTOCOLS =
            new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    "http/1.1",
                    "h2");

    private final TlsOptions options;
    private final HttpTimeouts timeouts;
    private final Thread reloading;
    private volatile SslContext context;

    /// As they were looked at last, whether they could be used or not.
    private PemFiles files;

    /// @param look how often to look at the files
    /// @throws IllegalArgumentException when they cannot be used
    Tls(TlsOptions options, HttpTimeouts timeouts, Duration look) {
        this.options = options;
        this.timeouts = timeouts;
        this.files = PemFiles.read(options);
        this.context = context(files, options);
        this.reloading = Thread.ofVirtual().name("stele-tls-files").unstarted(() -> watch(look));
    }

    void start() {
        reloading.start();
    }

    SslHandler handler(ByteBufAllocator buffers) {
        SslHandler handler = context.newHandler(buffers);
        handler.setHandshakeTimeout(timeouts.head().toMillis(), TimeUnit.MILLISECONDS);
        handler.setCloseNotifyFlushTimeout(timeouts.linger().toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    private static SslContext context(PemFiles files, TlsOptions options) {
        X509Certificate[] chain = PemFiles.certificates(files.certificate(), options.certificate());
        PrivateKey key = PemFiles.key(files.key(), options.key(), chain[0]);
        SslContextBuilder builder =
                SslContextBuilder.forServer(key, chain)
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .applicationProtocolConfig(PROTOCOLS)
                        .clientAuth(
                                switch (options.clients()) {
                                    case NONE -> ClientAuth.NONE;
                                    case OPTIONAL -> ClientAuth.OPTIONAL;
                                    case REQUIRED -> ClientAuth.REQUIRE;
                                });
        files.clientTrust()
                .ifPresent(pem -> {
                    Path file = options.clientTrust().orElseThrow();
                    builder.trustManager(PemFiles.certificates(pem, file));
                });
        try {
            return builder.build();
        } catch (IOException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private void watch(Duration look) {
        try {
            while (true) {
                Thread.sleep(look);
                reload();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "the server is closing");
        }
    }

    /// Files that are written one after the other do not fit for a moment: what was read before
    /// holds until they do.
    private void reload() {
        try {
            PemFiles read = PemFiles.read(options);
            if (!read.equals(files)) {
                files = read;
                context = context(read, options);
                LOG.log(Level.INFO, "the certificate was read again: " + options.certificate());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the certificate before stays in use: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        reloading.interrupt();
    }
}
