package io.stele.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.stele.model.Append;
import io.stele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as it came from the network.
record ReceivedRequest(Routed routed, HttpHeaders headers, Bytes body) implements Request {

    private static final String ACTOR = "Stele-Actor";

    @Override
    public Method method() {
        return routed.method();
    }

    @Override
    public String path() {
        return routed.target().path();
    }

    @Override
    public String pathParameter(String name) {
        String value = routed.parameters().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    @Override
    public Map<String, List<String>> query() {
        return routed.target().query();
    }

    @Override
    public Optional<String> header(String name) {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw Parameters.repeated(name, values.size());
        }
        return values.stream().findFirst().map(ReceivedRequest::utf8);
    }

    /// Netty gives one character for each byte.
    private static String utf8(String header) {
        if (header.chars().allMatch(c -> c < 0x80)) {
            return header;
        }
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }

    @Override
    public String actor() {
        Optional<String> actor = header(ACTOR).filter(name -> !name.isBlank());
        return actor.map(ReceivedRequest::percentDecoded).orElse(Append.ANONYMOUS);
    }

    private static String percentDecoded(String name) {
        return name.chars().allMatch(c -> c < 0x80) ? RequestTarget.decode(name, false) : name;
    }
}
