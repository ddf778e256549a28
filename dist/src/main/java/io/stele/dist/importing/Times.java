package io.stele.dist.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// Reads times as they stand in files, and writes them in one form.
///
/// Read are ISO 8601 dates with or without a time, the time behind `T` or a space, seconds and
/// decimals (point or comma) or none, and `Z`, `+01`, `+0100`, `+01:00`, or no offset.
final class Times {

    private static final DateTimeFormatter READ =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HH:mm", "Z")
                    .optionalEnd()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter WRITE =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 6, 9, true)
                    .appendLiteral('Z')
                    .toFormatter(Locale.ROOT)
                    .withZone(java.time.ZoneOffset.UTC);

    private Times() {}

    /// In UTC with at least six decimals, so that the order of texts is the order of times.
    static String normalised(String text, ZoneId zone) throws BadRowException {
        return WRITE.format(parse(text, zone));
    }

    /// @param zone of a time without an offset
    static Instant parse(String text, ZoneId zone) throws BadRowException {
        String iso = text.strip().replace(',', '.').replaceFirst("(?<=\\d) +(?=\\d)", "T");
        iso = iso.replaceFirst(" +(?=[+-]|[Zz]$)", "");
        iso = iso.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
        try {
            return switch (READ.parseBest(
                    iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                case OffsetDateTime withOffset -> withOffset.toInstant();
                case LocalDateTime local -> local.atZone(zone).toInstant();
                case LocalDate date -> date.atStartOfDay(zone).toInstant();
                default -> throw new IllegalStateException("not asked for");
            };
        } catch (DateTimeException e) {
            throw new BadRowException(
                    "\"%s\" is not a time; expected one like 2026-11-23T10:00:00+01:00"
                            .formatted(text));
        }
    }
}
