package io.stele.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.security.Principal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One connection, one request at a time. All of it runs on the connection's event loop.
///
/// ```
///   WAITING ──bytes──► HEAD ──head──► BODY ──last byte──► HANDLING ──► ANSWERING ──► WAITING
///      │                 │             │                     └──────► STREAMING ──► WAITING
///      │ idle, drain     └─ malformed, too large, too slow ─► LINGERING
///      └──────────────────────────────► CLOSED ◄─────────────────┘ (and from each when it breaks)
/// ```
final class HttpConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = System.getLogger("io.stele.http");

    private enum Phase {
        WAITING,
        HEAD,
        BODY,
        HANDLING,
        ANSWERING,
        STREAMING,
        /// An error was answered; what the client goes on sending is thrown away until it has read
        /// the answer. Closing at once could reset the connection before that.
        LINGERING,
        CLOSED
    }

    private final Connections server;
    private final SocketChannel channel;
    private final boolean refused;
    private final Deadline deadline;
    private Phase phase = Phase.WAITING;
    private @Nullable Peer peer;
    private String requester = "";
    private @Nullable Exchange exchange;
    private @Nullable ChannelBodyWriter writer;
    private long handlingSinceNanos;

    /// What was read but belongs to later requests: not more than one read from the socket.
    private final Deque<Object> inbox = new ArrayDeque<>();

    private boolean pumping;

    /// @param refused whether there are too many connections, so that this one is only told so
    HttpConnection(Connections server, SocketChannel channel, boolean refused) {
        this.server = server;
        this.channel = channel;
        this.refused = refused;
        this.deadline = new Deadline(channel.eventLoop(), this::timedOut);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (refused) {
            failAndClose(ProblemKind.OVERLOADED.problem("too many connections at this moment"));
        } else {
            waitForRequest();
        }
    }

    private void waitForRequest() {
        if (server.draining()) {
            close();
            return;
        }
        enter(Phase.WAITING, server.timeouts().idle());
        pump();
    }

    void bytesArrived() {
        if (phase == Phase.WAITING) {
            enter(Phase.HEAD, server.timeouts().head());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inbox.add(message);
        pump();
    }

    /*
     * Reads are off by default: the socket is asked for more only while this connection has a use
     * for it, so a client that sends faster than it is served waits. A loop and not a recursion,
     * because thousands of pipelined requests may be in one read.
     */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (takesInput() && !inbox.isEmpty()) {
            take(inbox.remove());
        }
        pumping = false;
        if (takesInput()) {
            channel.read();
        }
    }

    private boolean takesInput() {
        return switch (phase) {
            case WAITING, HEAD, BODY, LINGERING -> true;
            case HANDLING, ANSWERING, STREAMING, CLOSED -> false;
        };
    }

    private void take(Object message) {
        try {
            if (phase != Phase.LINGERING) {
                read(message);
            }
        } catch (ProblemException e) {
            failAndClose(e.problem());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /// @throws ProblemException when the connection is of no more use
    private void read(Object message) {
        if (message instanceof HttpRequest request) {
            begin(new RequestHead(request, peer()));
        } else if (message instanceof HttpContent content && exchange != null) {
            RequestHead.failed(content.decoderResult(), server.limits())
                    .ifPresent(HttpConnection::raise);
            exchange.body().add(content.content());
            if (content instanceof LastHttpContent) {
                dispatch(exchange);
            }
        }
    }

    private Peer peer() {
        Peer known = peer;
        if (known == null) {
            known = Peer.of(channel);
            peer = known;
        }
        return known;
    }

    private static void raise(Problem problem) {
        throw problem.exception();
    }

    private void begin(RequestHead head) {
        head.checkFraming(server.limits());
        BodyBuffer body = new BodyBuffer(server.limits(), server.bodies());
        exchange = Exchange.begin(head, server.router(), server.gate(), body);
        enter(Phase.BODY, server.timeouts().body());
        if (head.expectsContinue()) {
            exchange.problem().ifPresent(HttpConnection::raise);
            channel.writeAndFlush(Answers.continueWithBody())
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private void dispatch(Exchange at) {
        phase = Phase.HANDLING;
        handlingSinceNanos = System.nanoTime();
        deadline.clear();
        handle(at).whenComplete((response, failure) -> onLoop(() -> answer(at, response, failure)));
    }

    private CompletionStage<Response> handle(Exchange at) {
        CompletableFuture<Principal> principal = at.principal();
        return principal.state() == Future.State.SUCCESS
                ? handle(at, principal.resultNow())
                : principal.thenComposeAsync(found -> handleLate(at, found), channel.eventLoop());
    }

    /// It took a while to learn who is asking.
    private CompletionStage<Response> handleLate(Exchange at, Principal principal) {
        return phase == Phase.CLOSED
                ? CompletableFuture.failedFuture(new IOException("the client has gone away"))
                : handle(at, principal);
    }

    private CompletionStage<Response> handle(Exchange at, Principal principal) {
        try {
            String who = Rates.of(principal, peer());
            server.rates().check(who, 1);
            requester = who;
            Request request = at.request(principal);
            if (at.handler() instanceof Handler.Blocking blocking) {
                CompletableFuture<Response> answer = new CompletableFuture<>();
                server.workers().handle(() -> blocking.complete(answer, request));
                return answer;
            }
            return at.handler().handle(request);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    private void answer(Exchange at, @Nullable Response response, @Nullable Throwable failure) {
        if (phase != Phase.CLOSED) {
            Response whole =
                    response == null ? Failures.answer(Objects.requireNonNull(failure)) : response;
            long nanos = System.nanoTime() - handlingSinceNanos;
            at.measured(server.metrics(), whole.status(), nanos);
            answer(at, whole);
        }
    }

    private void answer(Exchange at, Response response) {
        boolean keepAlive = at.head().keepAlive() && !server.leaving();
        switch (response.body()) {
            case Response.Body.Whole whole -> {
                enter(Phase.ANSWERING, server.timeouts().write());
                channel.writeAndFlush(
                                Answers.whole(
                                        at.head(), response, whole.bytes(), keepAlive, channel))
                        .addListener((ChannelFuture sent) -> answered(sent, keepAlive));
            }
            case Response.Body.Streamed streamed -> {
                if (at.head().isHead()) {
                    answer(at, response.withoutBody());
                } else {
                    stream(at, response, streamed.writer(), keepAlive && !at.head().isHttp10());
                }
            }
        }
    }

    private void stream(Exchange at, Response response, StreamingBody body, boolean keepAlive) {
        phase = Phase.STREAMING;
        ChannelBodyWriter out =
                new ChannelBodyWriter(
                        channel, server, Answers.streamed(at.head(), response, keepAlive));
        writer = out;
        try {
            server.workers().stream(
                    requester,
                    () ->
                            out.run(
                                    body,
                                    sent -> onLoop(() -> answered(sent, keepAlive)),
                                    failure -> onLoop(() -> streamFailed(at, failure))));
            channel.read(); // only a read tells that the client has gone away
        } catch (ProblemException e) {
            streamFailed(at, e);
        }
    }

    private void streamFailed(Exchange at, Throwable failure) {
        boolean begun = writer != null && writer.begun();
        writer = null;
        if (!begun) {
            answer(at, Failures.answer(failure));
            return;
        }
        if (channel.isActive()) {
            LOG.log(Level.WARNING, "an answer broke off: " + at.describe(), failure);
        }
        close();
    }

    private void answered(ChannelFuture sent, boolean keepAlive) {
        writer = null;
        forget();
        if (sent.isSuccess() && keepAlive) {
            waitForRequest();
        } else {
            close();
        }
    }

    private void forget() {
        if (exchange != null) {
            exchange.body().release();
            exchange = null;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the connection is given up either way
    private void failAndClose(Problem problem) {
        forget();
        enter(Phase.LINGERING, server.timeouts().linger());
        channel.writeAndFlush(Answers.last(Response.problem(problem), channel))
                .addListener((ChannelFuture sent) -> endOutput());
        pump();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the connection is given up either way
    private void endOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> channel.shutdownOutput());
        }
    }

    /// The server is closing.
    void drain() {
        if (phase == Phase.WAITING) {
            close();
        }
    }

    private void timedOut() {
        switch (phase) {
            case HEAD, BODY ->
                    failAndClose(
                            ProblemKind.REQUEST_TIMEOUT.problem(
                                    "the request was not complete in time"));
            case WAITING, ANSWERING, LINGERING -> close();
            case HANDLING, STREAMING, CLOSED -> {}
        }
    }

    private void enter(Phase next, Duration timeout) {
        phase = next;
        deadline.set(timeout);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private void close() {
        channel.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (writer != null) {
            writer.stateChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    /// Another protocol has taken the connection; or it was closed before.
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    private void end() {
        phase = Phase.CLOSED;
        deadline.cancel();
        forget();
        inbox.forEach(ReferenceCountUtil::release);
        inbox.clear();
        if (writer != null) {
            writer.stateChanged();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof SSLException)) {
            LOG.log(Level.ERROR, "a connection failed", cause);
        }
        close();
    }
}
