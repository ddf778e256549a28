/// What a consumer has done, kept in the transaction in which it does it. Plain JDBC: for SQLite,
/// PostgreSQL, and what else knows `INSERT … ON CONFLICT`.
@NullMarked
package io.stele.sql.inbox;

import org.jspecify.annotations.NullMarked;
