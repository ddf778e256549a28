package io.stele.engine.maintenance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// What a backup has, and how to tell that it is still what was written: docs/formats/backup.md.
///
/// @param number of the backup in its directory, from 1
/// @param logId which log it is of
/// @param madeAt when it was complete
/// @param endPosition the first position that it does not have
/// @param segments in the order of the log, without gaps
public record BackupManifest(
        long number, UUID logId, Instant madeAt, long endPosition, List<Part> segments) {

    private static final String FORMAT = "1";

    private static final Pattern HEAD =
            Pattern.compile(
                    "\\{\"format\":(\\d+),\"number\":(\\d+),\"logId\":\"([0-9a-f-]{36})\","
                            + "\"madeAt\":\"([^\"]+)\",\"endPosition\":(\\d+),\"segments\":\\[");

    private static final Pattern PART =
            Pattern.compile(
                    "\\{\"file\":\"([0-9-]+\\.segment)\",\"firstPosition\":(\\d+),"
                            + "\"endPosition\":(\\d+),\"sizeBytes\":(\\d+),"
                            + "\"lastFrameOffset\":(\\d+),\"segmentBytes\":(\\d+),"
                            + "\"sha256\":\"([0-9a-f]{64})\"},?");

    private static final Pattern TAIL = Pattern.compile("],\"crc32c\":\"([0-9a-f]{8})\"}");

    /// One segment's copy.
    ///
    /// @param file its name in the backup's directory
    /// @param endPosition the first position behind its frames
    /// @param sizeBytes of the copy, which ends with its last frame
    /// @param lastFrameOffset where that frame begins; 0 when there is none
    /// @param segmentBytes of the segment's file in a store
    /// @param sha256 of the copy, hexadecimal
    public record Part(
            String file,
            long firstPosition,
            long endPosition,
            long sizeBytes,
            long lastFrameOffset,
            long segmentBytes,
            String sha256) {

        static String fileName(long firstPosition, long sizeBytes) {
            return "%019d-%d.segment".formatted(firstPosition, sizeBytes);
        }
    }

    public BackupManifest {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a backup has at least one segment");
        }
        long position = 0;
        for (Part part : segments) {
            if (part.firstPosition() != position || part.endPosition() < position) {
                throw new IllegalArgumentException(
                        "the segment in %s goes from %d to %d, but the one before ends at %d"
                                .formatted(
                                        part.file(),
                                        part.firstPosition(),
                                        part.endPosition(),
                                        position));
            }
            position = part.endPosition();
        }
        if (position != endPosition) {
            throw new IllegalArgumentException(
                    "the segments end at %d, the backup at %d".formatted(position, endPosition));
        }
    }

    /// Bytes of all copies.
    public long sizeBytes() {
        return segments.stream().mapToLong(Part::sizeBytes).sum();
    }

    /// As it stands in its file: JSON, and always the same lines.
    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(
                "{\"format\":%s,\"number\":%d,\"logId\":\"%s\",\"madeAt\":\"%s\",\"endPosition\":%d,\"segments\":[\n"
                        .formatted(FORMAT, number, logId, madeAt, endPosition));
        for (int i = 0; i < segments.size(); i++) {
            Part part = segments.get(i);
            text.append(
                    "{\"file\":\"%s\",\"firstPosition\":%d,\"endPosition\":%d,\"sizeBytes\":%d,\"lastFrameOffset\":%d,\"segmentBytes\":%d,\"sha256\":\"%s\"}%s\n"
                            .formatted(
                                    part.file(),
                                    part.firstPosition(),
                                    part.endPosition(),
                                    part.sizeBytes(),
                                    part.lastFrameOffset(),
                                    part.segmentBytes(),
                                    part.sha256(),
                                    i + 1 < segments.size() ? "," : ""));
        }
        return text + "],\"crc32c\":\"%08x\"}\n".formatted(crc(text.toString()));
    }

    /// @throws IllegalArgumentException when the text is not exactly what [#toText()] writes
    static BackupManifest parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !text.endsWith("\n")) {
            throw new IllegalArgumentException("the manifest is cut short");
        }
        Matcher tail = match(TAIL, lines.getLast());
        String stored = tail.group(1);
        String computed =
                "%08x"
                        .formatted(
                                crc(
                                        text.substring(
                                                0, text.length() - lines.getLast().length() - 1)));
        if (!stored.equals(computed)) {
            throw new IllegalArgumentException(
                    "the manifest is damaged: checksum %s stored, %s computed"
                            .formatted(stored, computed));
        }
        Matcher head = match(HEAD, lines.getFirst());
        if (!head.group(1).equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the backup has format %s; this version of Stele reads format %s"
                            .formatted(head.group(1), FORMAT));
        }
        List<Part> parts = new ArrayList<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            parts.add(part(match(PART, line)));
        }
        return new BackupManifest(
                Long.parseLong(head.group(2)),
                UUID.fromString(head.group(3)),
                Instant.parse(head.group(4)),
                Long.parseLong(head.group(5)),
                parts);
    }

    private static Part part(Matcher line) {
        return new Part(
                line.group(1),
                Long.parseLong(line.group(2)),
                Long.parseLong(line.group(3)),
                Long.parseLong(line.group(4)),
                Long.parseLong(line.group(5)),
                Long.parseLong(line.group(6)),
                line.group(7));
    }

    private static Matcher match(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the manifest has a line that none has: " + line);
        }
        return matcher;
    }

    private static int crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
