package io.stele.sdk.view;

/// What the values of a column are, and how they are written in a query.
public enum ColumnType {
    /// Any text. Ordered by code point.
    TEXT,
    /// A whole number of 64 bits.
    INTEGER,
    /// A floating-point number of 64 bits.
    REAL,
    /// `true` or `false`.
    BOOLEAN,
    /// A moment, ISO 8601 with offset, kept in UTC to the microsecond.
    TIMESTAMP,
    /// A JSON value; it is answered as such and cannot be filtered or sorted by.
    JSON
}
