package io.stele.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.security.Attempt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What can be said of a request before its body is there.
final class RequestHead {

    private static final String ACTOR = "Stele-Actor";
    private static final String CONTINUE = "100-continue";

    private final HttpRequest request;
    private final Peer peer;

    RequestHead(HttpRequest request, Peer peer) {
        this.request = request;
        this.peer = peer;
    }

    HttpHeaders headers() {
        return request.headers();
    }

    boolean isHead() {
        return request.method().name().equals("HEAD");
    }

    boolean isHttp10() {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    boolean keepAlive() {
        return HttpUtil.isKeepAlive(request);
    }

    boolean expectsContinue() {
        return headers().contains(HttpHeaderNames.EXPECT);
    }

    /// @return empty when it is not known before the body is there
    Optional<Long> contentLength() {
        long length = HttpUtil.getContentLength(request, -1L);
        return length < 0 ? Optional.empty() : Optional.of(length);
    }

    /// Checks after whose failure nobody knows where the next request begins.
    ///
    /// @throws ProblemException after which the connection must be closed
    void checkFraming(HttpLimits limits) {
        failed(request, limits)
                .ifPresent(problem -> {
                    throw problem.exception();
                });
        if (request.protocolVersion().majorVersion() != 1) {
            throw ProblemKind.HTTP_VERSION_NOT_SUPPORTED.exception(
                    request.protocolVersion() + " is asked for");
        }
        if (headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            String encoding =
                    String.join(", ", headers().getAll(HttpHeaderNames.TRANSFER_ENCODING));
            if (isHttp10() || !encoding.equalsIgnoreCase("chunked")) {
                throw ProblemKind.INVALID_REQUEST.exception(
                        "Transfer-Encoding \"%s\" is not understood".formatted(encoding));
            }
        }
        int hosts = headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && !isHttp10())) {
            throw ProblemKind.INVALID_REQUEST.exception(
                    "one Host header is wanted, but there are " + hosts);
        }
        long length = contentLength().orElse(0L);
        if (length > limits.bodyBytesMax()) {
            throw bodyTooLarge(limits);
        }
    }

    static ProblemException bodyTooLarge(HttpLimits limits) {
        return ProblemKind.BODY_TOO_LARGE
                .problem("at most %,d bytes are taken".formatted(limits.bodyBytesMax()))
                .with("limit", limits.bodyBytesMax())
                .exception();
    }

    /// What the decoder found wrong with a message; empty when it is whole.
    static Optional<Problem> failed(HttpMessage message, HttpLimits limits) {
        return failed(message.decoderResult(), limits);
    }

    static Optional<Problem> failed(DecoderResult result, HttpLimits limits) {
        if (result.isSuccess()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (result.cause()) {
                    case TooLongHttpLineException line ->
                            ProblemKind.URI_TOO_LONG.problem(
                                    "at most %,d bytes are taken"
                                            .formatted(limits.requestLineBytesMax()));
                    case TooLongHttpHeaderException header ->
                            ProblemKind.HEADERS_TOO_LARGE.problem(
                                    "at most %,d bytes are taken"
                                            .formatted(limits.headersBytesMax()));
                    default ->
                            ProblemKind.INVALID_REQUEST.problem(
                                    "this is not HTTP/1.1 as it should be");
                });
    }

    /// What it says about who sends it.
    Attempt attempt() {
        return new Attempt(
                headers().getAll(HttpHeaderNames.AUTHORIZATION),
                peer.certificates(),
                claimedName(),
                peer.ipAddress());
    }

    private String claimedName() {
        List<String> names = headers().getAll(ACTOR);
        if (names.size() > 1) {
            throw Parameters.repeated(ACTOR, names.size());
        }
        String name = names.isEmpty() ? "" : HeaderText.percentDecoded(names.getFirst());
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw ProblemKind.INVALID_REQUEST.exception(ACTOR + " has a control character");
        }
        return name;
    }

    /// The handler for this request.
    ///
    /// @throws ProblemException when there is none, or the request is not allowed
    Routed route(Router router) {
        checkExpectation();
        RequestTarget target = RequestTarget.parse(request.uri());
        Router.Match match =
                router.find(target.segments())
                        .orElseThrow(() ->
                                ProblemKind.NOT_FOUND.exception(
                                        "nothing is served at " + target.path()));
        String name = isHead() ? "GET" : request.method().name();
        for (Map.Entry<Method, Router.Target> each : match.targets().entrySet()) {
            if (each.getKey().name().equals(name)) {
                checkOrigin(each.getKey());
                Router.Target found = each.getValue();
                return new Routed(
                        each.getKey(),
                        found.pattern(),
                        target,
                        match.parameters(),
                        found.right(),
                        found.handler());
            }
        }
        throw methodNotAllowed(target, match);
    }

    private ProblemException methodNotAllowed(RequestTarget target, Router.Match match) {
        TreeSet<String> allowed = new TreeSet<>();
        match.targets().keySet().forEach(method -> allowed.add(method.name()));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return ProblemKind.METHOD_NOT_ALLOWED
                .problem("%s takes %s".formatted(target.path(), String.join(", ", allowed)))
                .with("allow", allowed)
                .exception();
    }

    private void checkExpectation() {
        for (String expectation : headers().getAll(HttpHeaderNames.EXPECT)) {
            if (!expectation.toLowerCase(Locale.ROOT).equals(CONTINUE)) {
                throw ProblemKind.EXPECTATION_FAILED.exception(
                        "only 100-continue can be expected, not \"" + expectation + "\"");
            }
        }
    }

    /// A web page of another site can make a browser send requests here. They carry its origin.
    private void checkOrigin(Method method) {
        String origin = headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || method == Method.GET) {
            return;
        }
        String host = headers().get(HttpHeaderNames.HOST, "");
        int scheme = origin.indexOf("://");
        if (scheme < 0 || !origin.substring(scheme + 3).equalsIgnoreCase(host)) {
            throw ProblemKind.CROSS_ORIGIN.exception(
                    "the page is from %s, this is %s".formatted(origin, host));
        }
    }

    /// A web page can let the name of its own site lead to this machine (DNS rebinding), and is then
    /// not from another site. Its browser still says that name.
    ///
    /// @throws ProblemException when a request from this machine is for a name that others can give
    void checkHost() {
        String host = headers().get(HttpHeaderNames.HOST, "");
        if (peer.isThisMachine() && !isOwnName(host)) {
            throw ProblemKind.CROSS_ORIGIN.exception(
                    ("the request is for %s; where nobody proves who they are, this machine is to be"
                                    + " called localhost or by its address")
                            .formatted(host));
        }
    }

    private static boolean isOwnName(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        return !name.contains(".") // nobody else's, such as localhost
                || name.endsWith(".localhost") // RFC 6761, 6.3
                || name.startsWith("[")
                || name.chars().allMatch(c -> c == '.' || isDigit(c));
    }

    private static String withoutPort(String host) {
        int end = host.length();
        while (end > 0 && isDigit(host.charAt(end - 1))) {
            end--;
        }
        return end > 0 && host.charAt(end - 1) == ':' ? host.substring(0, end - 1) : host;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
