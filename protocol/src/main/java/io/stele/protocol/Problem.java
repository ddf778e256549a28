package io.stele.protocol;

import io.stele.model.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// An answer that says what went wrong (RFC 9457, `application/problem+json`).
///
/// @param type URI that names the kind; documented in `docs/errors.md`
/// @param title the kind in a few words; the same for all problems of this type
/// @param status the HTTP status
/// @param detail what happened this time and what to do
/// @param extensions more members, in the order in which they are written: strings, numbers,
///     booleans, [io.stele.model.RecordedEvent]s, and lists and maps of these
public record Problem(
        String type, String title, int status, String detail, Map<String, Object> extensions) {

    public static final String CONTENT_TYPE = "application/problem+json";

    public Problem {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(detail, "detail");
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be 400 to 599: " + status);
        }
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /// The same with one more member.
    public Problem with(String name, Object value) {
        LinkedHashMap<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, title, status, detail, more);
    }

    /// Ready to throw.
    public ProblemException exception() {
        return new ProblemException(this);
    }

    public Bytes toJson() {
        return toJson(DataForm.READABLE);
    }

    /// @param form how the data of events among the extensions is written
    public Bytes toJson(DataForm form) {
        JsonOutput out = new JsonOutput(form);
        out.generator().writeStartObject();
        out.generator().writeStringProperty("type", type);
        out.generator().writeStringProperty("title", title);
        out.generator().writeNumberProperty("status", status);
        out.generator().writeStringProperty("detail", detail);
        extensions.forEach(out::member);
        out.generator().writeEndObject();
        return out.finish();
    }
}
