package io.stele.dist.importing;

import io.stele.dist.Jsons;
import io.stele.model.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A JSON object on each line; lines with nothing on them are passed over. The line itself becomes
/// the event's data.
final class JsonLinesRows implements RowSource {

    private final BufferedReader reader;
    private long number;
    private long line;

    JsonLinesRows(Path file, Charset charset) throws IOException {
        this.reader = Texts.open(file, charset);
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.empty();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public Optional<Row> next() throws BadRowException, IOException {
        String text = readLine();
        while (text != null && text.isBlank()) {
            text = readLine();
        }
        if (text == null) {
            return Optional.empty();
        }
        number++;
        JsonNode node = parse(text);
        return Optional.of(
                new Row(number, line, Bytes.utf8(text.strip()), name -> value(node, name)));
    }

    private @Nullable String readLine() throws IOException {
        line++;
        return reader.readLine();
    }

    private static JsonNode parse(String text) throws BadRowException {
        try {
            JsonNode node = Jsons.MAPPER.readTree(text);
            if (!node.isObject()) {
                throw new BadRowException("is not a JSON object");
            }
            return node;
        } catch (JacksonException e) {
            throw new BadRowException("is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String value(JsonNode row, String column) throws BadRowException {
        JsonNode value = row.get(column);
        if (value == null) {
            throw new BadRowException(
                    "there is no \"%s\"; the row has %s"
                            .formatted(column, String.join(", ", row.propertyNames())));
        }
        if (value.isContainer()) {
            throw new BadRowException("\"" + column + "\" is not a plain value");
        }
        return value.isNull() ? "" : value.asString();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
