package io.stele.dist.importing;

import io.stele.model.Bytes;

/// One row of a file.
///
/// @param number of the row in its file, from 1; a header does not count
/// @param line of the file where it begins, from 1
/// @param data what becomes the event's data: a JSON object
/// @param columns the values by name
record Row(long number, long line, Bytes data, Columns columns) {

    /// Looks up a value by its column's name.
    interface Columns {

        /// @return may be empty
        /// @throws BadRowException when the row has no such column
        String value(String column) throws BadRowException;
    }
}
