package io.stele.dist.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// Reads a file of `key = value` lines, as [Properties] does, but in UTF-8 and knowing where each
/// line stands: what is wrong in a file is reported with its line.
final class PropertiesFile {

    /// @param line where it begins, from 1
    record Entry(String key, String value, int line) {}

    private PropertiesFile() {}

    /// In the order of the file; a key may be there twice.
    ///
    /// @throws IOException when it cannot be read, or is not such a file
    static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            int begin = i;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (goesOn(lines.get(i)) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            parse(file, begin + 1, logical.toString(), entries);
        }
        return entries;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is not UTF-8", e);
        }
    }

    /// Whether the line ends with a backslash that is not itself behind one, and is no comment.
    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length()
                && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1 && !line.stripLeading().matches("[#!].*");
    }

    private static void parse(Path file, int line, String logical, List<Entry> entries)
            throws IOException {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            throw new IOException("%s, line %d: %s".formatted(file, line, e.getMessage()), e);
        }
        for (String key : parsed.stringPropertyNames()) {
            entries.add(new Entry(key, parsed.getProperty(key).strip(), line));
        }
    }
}
