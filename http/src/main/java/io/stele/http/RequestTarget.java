package io.stele.http;

import io.stele.protocol.ProblemKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a request line asks for. Never normalised: what is odd is refused.
///
/// @param path still encoded
/// @param segments of the path, decoded; the one segment of `/` is empty
record RequestTarget(String path, List<String> segments, Map<String, List<String>> query) {

    /// Stands in where the real one is malformed.
    static final RequestTarget NONE = new RequestTarget("/", List.of(""), Map.of());

    /// @throws io.stele.protocol.ProblemException when it is malformed
    static RequestTarget parse(String target) {
        checkCharacters(target);
        String local = withoutAuthority(target);
        if (!local.startsWith("/")) {
            throw malformed("a path begins with \"/\"");
        }
        int mark = local.indexOf('?');
        String path = mark < 0 ? local : local.substring(0, mark);
        String query = mark < 0 ? "" : local.substring(mark + 1);
        return new RequestTarget(path, segments(path), query(query));
    }

    private static void checkCharacters(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw malformed("U+%04X must be percent-encoded".formatted((int) c));
            }
        }
    }

    /// Proxies send `http://host/path`.
    private static String withoutAuthority(String target) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return target;
        }
        int slash = target.indexOf('/', target.indexOf("//") + 2);
        return slash < 0 ? "/" : target.substring(slash);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.substring(1).split("/", -1)) {
            String segment = decode(raw, false);
            if (segment.equals(".") || segment.equals("..")) {
                throw malformed("the path has the segment \"" + segment + "\"");
            }
            segments.add(segment);
        }
        return segments;
    }

    private static Map<String, List<String>> query(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            parameters.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
        }
        return parameters;
    }

    /// @param raw ASCII
    /// @param plusIsSpace as in a query
    static String decode(String raw, boolean plusIsSpace) {
        if (raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0)) {
            return raw;
        }
        byte[] bytes = new byte[raw.length()];
        int size = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes[size++] = (byte) hex(raw, i + 1);
                i += 2;
            } else {
                bytes[size++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return text(bytes, size, raw);
    }

    private static int hex(String raw, int at) {
        int value = -1;
        if (at + 2 <= raw.length()) {
            int high = Character.digit(raw.charAt(at), 16);
            int low = Character.digit(raw.charAt(at + 1), 16);
            value = high < 0 || low < 0 ? -1 : high << 4 | low;
        }
        if (value < 0) {
            throw malformed("\"%\" must be followed by two hexadecimal digits in \"" + raw + "\"");
        }
        return value;
    }

    private static String text(byte[] bytes, int size, String raw) {
        String text;
        try {
            ByteBuffer encoded = ByteBuffer.wrap(bytes, 0, size);
            text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException e) {
            throw malformed("\"" + raw + "\" is not UTF-8 when decoded");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw malformed("\"" + raw + "\" has a control character");
        }
        return text;
    }

    private static RuntimeException malformed(String what) {
        return ProblemKind.INVALID_REQUEST.exception(what);
    }
}
