package io.stele.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.stele.model.Bytes;

/// Answers as Netty writes them.
final class Answers {

    private static final int NO_CONTENT = 204;

    private Answers() {}

    static HttpResponse continueWithBody() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    static HttpResponse whole(
            RequestHead request,
            Response response,
            Bytes body,
            boolean keepAlive,
            Channel channel) {
        ByteBuf content = request.isHead() ? Unpooled.EMPTY_BUFFER : buffer(body, channel);
        HttpResponse answer = full(response, content);
        boolean unknown = request.isHead() && body.isEmpty();
        if (response.status() != NO_CONTENT && !unknown) {
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.size());
        }
        connection(answer.headers(), request, keepAlive);
        return answer;
    }

    /// After which the connection is closed, whatever the request was.
    static HttpResponse last(Response response, Channel channel) {
        Bytes body =
                response.body() instanceof Response.Body.Whole whole ? whole.bytes() : Bytes.EMPTY;
        HttpResponse answer = full(response, buffer(body, channel));
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.size());
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    /// The beginning of a streaming answer; HTTP/1.0 ends it by closing the connection.
    static HttpResponse streamed(RequestHead request, Response response, boolean keepAlive) {
        HttpResponse answer =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        response.headers().forEach(header -> answer.headers().add(header.name(), header.value()));
        if (!request.isHttp10()) {
            answer.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        connection(answer.headers(), request, keepAlive);
        return answer;
    }

    private static HttpResponse full(Response response, ByteBuf content) {
        HttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(response.status()),
                        content);
        response.headers().forEach(header -> answer.headers().add(header.name(), header.value()));
        return answer;
    }

    private static void connection(HttpHeaders headers, RequestHead request, boolean keepAlive) {
        // Browsers guess the type of what they show; nothing here is meant to be a script.
        headers.set("x-content-type-options", "nosniff");
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (request.isHttp10()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private static ByteBuf buffer(Bytes bytes, Channel channel) {
        if (bytes.isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf buffer = channel.alloc().buffer(bytes.size());
        bytes.putInto(buffer.nioBuffer(0, bytes.size()));
        return buffer.writerIndex(bytes.size());
    }
}
