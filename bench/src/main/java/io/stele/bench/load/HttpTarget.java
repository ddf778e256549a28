package io.stele.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Requests over HTTP/1.1, each caller on a connection of its own that is kept open; all on one
/// thread.
final class HttpTarget implements LoadTarget {

    private static final int REQUEST_BYTES = 512;
    private static final int CLOSE_SECONDS = 5;

    private final HostPort server;
    private final HttpRequests requests;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Connection> connections = new ArrayList<>();

    HttpTarget(HostPort server, HttpRequests requests, int callers) {
        this.server = server;
        this.requests = requests;
        for (int i = 0; i < callers; i++) {
            connections.add(new Connection(i));
        }
    }

    @Override
    public void begin(int caller, Answer answer) {
        connections.get(caller).ask(answer);
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// Connects when it is needed.
    private final class Connection {
        private final int caller;
        private volatile @Nullable Channel channel;
        private volatile @Nullable Answer waiting;

        Connection(int caller) {
            this.caller = caller;
        }

        void ask(Answer answer) {
            waiting = answer;
            Channel open = channel;
            if (open != null && open.isActive()) {
                send(open);
            } else {
                connect();
            }
        }

        private void send(Channel open) {
            ByteBuf request = open.alloc().buffer(REQUEST_BYTES);
            requests.write(caller, request);
            var _ = open.writeAndFlush(request, open.voidPromise());
        }

        private void connect() {
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(
                            new ChannelInitializer<Channel>() {
                                @Override
                                protected void initChannel(Channel made) {
                                    made.pipeline().addLast(answers());
                                }
                            })
                    .connect(server.host(), server.port())
                    .addListener(
                            (ChannelFutureListener)
                                    done -> {
                                        if (done.isSuccess()) {
                                            channel = done.channel();
                                            send(done.channel());
                                        } else {
                                            fail("cannot connect");
                                        }
                                    });
        }

        private HttpAnswers answers() {
            return new HttpAnswers() {
                @Override
                void answered(int status) {
                    Answer answer = take();
                    if (answer == null) {
                        return;
                    }
                    if (status >= 200 && status < 300) {
                        answer.done(requests.succeeded(caller));
                    } else {
                        answer.failed("HTTP " + status);
                    }
                }

                @Override
                void broken(String why) {
                    fail(why);
                }
            };
        }

        private void fail(String kind) {
            Answer answer = take();
            if (answer != null) {
                answer.failed(kind);
            }
        }

        private @Nullable Answer take() {
            Answer answer = waiting;
            waiting = null;
            return answer;
        }

        void close() {
            Channel open = channel;
            if (open != null) {
                var _ = open.close();
            }
        }
    }
}
