package io.stele.dist.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens text files so that a wrong character set is an error, and not a row of question marks.
final class Texts {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Texts() {}

    /// Without the byte order mark, when the file begins with one.
    static BufferedReader open(Path file, Charset charset) throws IOException {
        return open(Files.newInputStream(file), charset);
    }

    /// As [#open(Path, Charset)].
    static BufferedReader open(InputStream in, Charset charset) throws IOException {
        var decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }
}
