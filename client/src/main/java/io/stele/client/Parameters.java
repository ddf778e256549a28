package io.stele.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The query part of a path.
final class Parameters {

    private final StringBuilder text = new StringBuilder();

    Parameters with(String name, String value) {
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value));
        return this;
    }

    /// Percent-encoded UTF-8.
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
