package io.stele.dist.importing;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.stele.dist.CommandException;
import io.stele.dist.Jsons;
import io.stele.model.Bytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CSV as in RFC 4180, with a header. Every value is text.
final class CsvRows implements RowSource {

    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private final Map<String, Integer> indexes = new HashMap<>();
    private long number;
    private long line;

    static CsvRows open(Path file, char delimiter, Charset charset) throws IOException {
        CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .skipEmptyLines(true)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted below
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .ofCsvRecord(Texts.open(file, charset));
        return new CsvRows(file, reader.iterator());
    }

    private CsvRows(Path file, CloseableIterator<CsvRecord> records) {
        this.file = file;
        this.records = records;
        this.header =
                read().orElseThrow(() -> CommandException.failed(file + " is empty")).getFields();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).isEmpty()) {
                throw CommandException.failed("%s:1: column %d has no name".formatted(file, i + 1));
            }
            if (indexes.put(header.get(i), i) != null) {
                throw CommandException.failed(
                        "%s:1: the column \"%s\" is there twice".formatted(file, header.get(i)));
            }
        }
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.of(header);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public Optional<Row> next() throws BadRowException {
        Optional<CsvRecord> next = read();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        number++;
        List<String> fields = next.get().getFields();
        if (fields.size() != header.size()) {
            throw new BadRowException(
                    "has %d columns, but the header has %d"
                            .formatted(fields.size(), header.size()));
        }
        return Optional.of(new Row(number, line, json(fields), name -> value(fields, name)));
    }

    private Optional<CsvRecord> read() {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord csv = records.next();
            line = csv.getStartingLineNumber();
            return Optional.of(csv);
        } catch (CsvParseException e) {
            throw CommandException.failed(
                    "%s: not CSV behind line %d: %s".formatted(file, line, reason(e)));
        }
    }

    private static String reason(CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private Bytes json(List<String> fields) {
        Map<String, String> members = LinkedHashMap.newLinkedHashMap(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            members.put(header.get(i), fields.get(i));
        }
        return Bytes.wrap(Jsons.MAPPER.writeValueAsBytes(members));
    }

    private String value(List<String> fields, String column) throws BadRowException {
        Integer index = indexes.get(column);
        if (index == null) {
            throw new BadRowException("there is no column \"" + column + "\"");
        }
        return fields.get(index);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
