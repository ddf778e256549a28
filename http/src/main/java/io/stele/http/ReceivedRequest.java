package io.stele.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.stele.model.Bytes;
import io.stele.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as it came from the network.
record ReceivedRequest(Routed routed, HttpHeaders headers, Bytes body, Principal principal)
        implements Request {

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
        List<String> values = headers(name);
        if (values.size() > 1) {
            throw Parameters.repeated(name, values.size());
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? List.of() : values.stream().map(HeaderText::utf8).toList();
    }
}
