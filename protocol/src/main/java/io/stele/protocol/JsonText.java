package io.stele.protocol;

/// Looks over bytes that should be JSON (RFC 8259, in UTF-8), without making anything of them.
///
/// Not the JSON library, because each event that is read passes here: one walk over the bytes, and
/// nothing allocated.
final class JsonText {

    /// What the bytes are.
    enum Form {
        /// Something else, or deeper than [Json#DATA_DEPTH_MAX].
        NOT_JSON,
        /// One value, in one line, with nothing around it.
        COMPACT,
        /// One value, with line breaks in it or blanks around it.
        SPACED
    }

    private final byte[] bytes;
    private int at;
    private boolean lineBreaks;

    private JsonText(byte[] bytes) {
        this.bytes = bytes;
    }

    static Form formOf(byte[] bytes) {
        JsonText text = new JsonText(bytes);
        text.skipBlanks();
        int begin = text.at;
        if (!text.value(0)) {
            return Form.NOT_JSON;
        }
        int end = text.at;
        text.skipBlanks();
        if (text.at != bytes.length) {
            return Form.NOT_JSON;
        }
        boolean compact = begin == 0 && end == bytes.length && !text.lineBreaks;
        return compact ? Form.COMPACT : Form.SPACED;
    }

    private boolean value(int depth) {
        return switch (peek()) {
            case '{' -> depth < Json.DATA_DEPTH_MAX && object(depth + 1);
            case '[' -> depth < Json.DATA_DEPTH_MAX && array(depth + 1);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        at++;
        skipBlanks();
        if (took('}')) {
            return true;
        }
        do {
            skipBlanks();
            if (peek() != '"' || !string()) {
                return false;
            }
            skipBlanks();
            if (!took(':')) {
                return false;
            }
            skipBlanks();
            if (!value(depth)) {
                return false;
            }
            skipBlanks();
        } while (took(','));
        return took('}');
    }

    private boolean array(int depth) {
        at++;
        skipBlanks();
        if (took(']')) {
            return true;
        }
        do {
            skipBlanks();
            if (!value(depth)) {
                return false;
            }
            skipBlanks();
        } while (took(','));
        return took(']');
    }

    private boolean string() {
        at++;
        while (at < bytes.length) {
            int c = bytes[at];
            if (c == '"') {
                at++;
                return true;
            }
            if (c < 0 ? !multiByteCharacter() : c == '\\' ? !escape() : c < ' ' || !took(c)) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        at++;
        int c = peek();
        at++;
        if (c != 'u') {
            return c > 0 && "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int end = at + 4; at < end; at++) {
            if (Character.digit(peek(), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The table 3-7 of the Unicode standard: no overlong form, no surrogate, nothing past U+10FFFF.
    private boolean multiByteCharacter() {
        int first = bytes[at] & 0xff;
        at++;
        if (first >= 0xc2 && first <= 0xdf) {
            return continuation(0x80, 0xbf);
        }
        if (first >= 0xe0 && first <= 0xef) {
            return continuation(first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf)
                    && continuation(0x80, 0xbf);
        }
        return first >= 0xf0
                && first <= 0xf4
                && continuation(first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf)
                && continuation(0x80, 0xbf)
                && continuation(0x80, 0xbf);
    }

    private boolean continuation(int from, int to) {
        if (at == bytes.length) {
            return false;
        }
        int b = bytes[at] & 0xff;
        at++;
        return b >= from && b <= to;
    }

    private boolean number() {
        int begin = at;
        skip('-');
        boolean whole = took('0') || digits();
        if (!whole || (took('.') && !digits())) {
            return false;
        }
        if (took('e') || took('E')) {
            skip(peek() == '+' ? '+' : '-');
            if (!digits()) {
                return false;
            }
        }
        return at - begin <= Json.NUMBER_LENGTH_MAX;
    }

    private boolean digits() {
        int begin = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > begin;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!took(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void skipBlanks() {
        while (true) {
            switch (peek()) {
                case '\n', '\r' -> lineBreaks = true;
                case ' ', '\t' -> {}
                default -> {
                    return;
                }
            }
            at++;
        }
    }

    /// The byte at hand; negative at the end and for all that is not ASCII.
    private int peek() {
        return at < bytes.length ? bytes[at] : -1;
    }

    private void skip(int c) {
        if (peek() == c) {
            at++;
        }
    }

    private boolean took(int c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }
}
