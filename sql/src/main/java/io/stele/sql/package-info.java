/// Views in SQL. A service author writes a [io.stele.sql.SqlView]: a table, and how each event
/// changes its rows. Everything else here keeps it up to date and answers queries.
///
/// The way of an event: `Runner` takes a batch from its subscription, hands it to a `Projection`
/// (`SqlProjection` for a view by hand, `StateProjection` for a generic one) inside one transaction,
/// and writes the checkpoint in the same transaction (`Catalogue`). After a crash the database has
/// both or neither.
@NullMarked
package io.stele.sql;

import org.jspecify.annotations.NullMarked;
