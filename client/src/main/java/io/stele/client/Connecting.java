package io.stele.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.stele.grpc.MessageLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/// Makes connections as the options say.
final class Connecting {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ClientOptions options;
    private final boolean tls;

    Connecting(ClientOptions options, boolean tls) {
        this.options = options;
        this.tls = tls;
    }

    /// The files for TLS are read each time, so that a client goes on when they are renewed.
    ///
    /// @throws IllegalArgumentException when they cannot be used
    ManagedChannel to(ServerAddress server) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(server.host(), server.port())
                        .directExecutor()
                        .disableRetry() // this module does it
                        .maxInboundMessageSize(MessageLimits.RESPONSE_BYTES_MAX)
                        .withOption(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(options.connect().toMillis()))
                        .keepAliveTime(options.quiet().toMillis(), TimeUnit.MILLISECONDS);
        if (tls) {
            builder.sslContext(trust(options.tls()));
        } else {
            builder.usePlaintext();
        }
        if (!options.credentials().isNone()) {
            builder.intercept(new Proof(options.credentials()));
        }
        return builder.build();
    }

    /// @throws IllegalArgumentException when a file cannot be used
    static SslContext trust(ClientTls tls) {
        try {
            SslContextBuilder builder =
                    GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2");
            tls.trust().ifPresent(file -> builder.trustManager(file.toFile()));
            tls.certificate()
                    .ifPresent(file ->
                            builder.keyManager(file.toFile(), tls.key().orElseThrow().toFile()));
            return builder.build();
        } catch (IOException | UncheckedIOException e) {
            throw unusable(e);
        } catch (IllegalArgumentException e) {
            throw unusable(e.getCause() == null ? e : e.getCause());
        }
    }

    private static IllegalArgumentException unusable(Throwable e) {
        return new IllegalArgumentException(
                "the files for TLS cannot be used: "
                        + e.getMessage()
                        + " (wanted are certificates as PEM, and a key as PKCS #8 that is not"
                        + " encrypted)",
                e);
    }

    /// Says with each call who makes it.
    private record Proof(Credentials credentials) implements ClientInterceptor {

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(
                MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    credentials
                            .authorization()
                            .ifPresent(value -> headers.put(AUTHORIZATION, value));
                    super.start(listener, headers);
                }
            };
        }
    }
}
