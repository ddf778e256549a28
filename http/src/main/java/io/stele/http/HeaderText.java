package io.stele.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Texts in headers.
final class HeaderText {

    private HeaderText() {}

    /// Netty gives one character for each byte.
    static String utf8(String header) {
        if (isAscii(header)) {
            return header;
        }
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }

    /// A text that is percent-encoded where it is not ASCII.
    static String percentDecoded(String header) {
        return isAscii(header) ? RequestTarget.decode(header, false) : utf8(header);
    }

    private static boolean isAscii(String header) {
        for (int i = 0; i < header.length(); i++) {
            if (header.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
