package io.stele.model;

import java.util.Objects;

/// What an event says. The store keeps the bytes as they are and never parses them.
///
/// @param bytes may be empty
/// @param contentType a media type, for example `application/json`; not empty
public record EventData(Bytes bytes, String contentType) {

    public static final String JSON = "application/json";

    public EventData {
        Objects.requireNonNull(bytes, "bytes");
        Names.check("content type", contentType);
    }

    /// @param json a JSON text; not checked here
    public static EventData json(String json) {
        return new EventData(Bytes.utf8(json), JSON);
    }

    /// @param json a JSON text in UTF-8; not checked here
    public static EventData json(Bytes json) {
        return new EventData(json, JSON);
    }

    public boolean isJson() {
        return contentType.equals(JSON);
    }
}
