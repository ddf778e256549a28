package io.stele.dist.importing;

import io.stele.model.Append;
import java.io.IOException;
import java.util.Optional;

/// Rows of CSV or JSON, each made an event by templates.
record RowAppends(RowSource rows, RowMapping mapping) implements AppendSource {

    /// @throws io.stele.dist.CommandException when a template names a column that is not there
    RowAppends {
        rows.columns().ifPresent(mapping::checkColumns);
    }

    @Override
    public Optional<Append> next() throws BadRowException, IOException {
        Optional<Row> row = rows.next();
        return row.isEmpty() ? Optional.empty() : Optional.of(mapping.append(row.get()));
    }

    @Override
    public long line() {
        return rows.line();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
