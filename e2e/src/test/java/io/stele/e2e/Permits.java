package io.stele.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The file of real permits, read without any code of ours: what imports are checked against.
///
/// @param rows values by column, in the order of the file
record Permits(Path file, List<Map<String, String>> rows) {

    static final int ROWS = 8_577;
    static final int CASES = 1_434;

    /// Skips the test when the file is not there.
    static Permits assumeThere() throws IOException {
        Path file = Path.of(System.getProperty("stele.permits", ""));
        assumeTrue(
                Files.isRegularFile(file),
                "the file of real permits is not there; give it as -Dstele.permits=FILE"
                        + " (docs/testing.md)");
        return new Permits(file, rows(Files.readString(file)));
    }

    /// How many rows have each value of `column`.
    Map<String, Long> counts(String column) {
        Map<String, Long> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row.getOrDefault(column, ""), 1L, Long::sum));
        return counts;
    }

    private static List<Map<String, String>> rows(String text) {
        List<List<String>> records = records(text);
        List<String> header = records.getFirst();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> values : records.subList(1, records.size())) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                value.append(c);
            } else if (c != '\r') {
                record.add(value.toString());
                value.setLength(0);
                if (c == '\n') {
                    records.add(record);
                    record = new ArrayList<>();
                }
            }
        }
        return records;
    }
}
