package io.stele.protocol;

/// How the data of an event is written where not all bytes fit into JSON as they are.
public enum DataForm {
    /// JSON data always stands in `data`. Line breaks in it become spaces, so that an event is one
    /// line; the JSON says the same, but its bytes may differ.
    READABLE,
    /// JSON data stands in `data` only when a reader gets the same bytes back from it; otherwise it
    /// is in `dataBase64`, like data that is not JSON.
    EXACT
}
