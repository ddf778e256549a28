/// The receipt of permit applications at a Dutch municipality, from its own event log: rows of a
/// CSV file that `stele import` has made events of, one stream for each case. The names of the
/// events are those of the activities, 27 of them, and nobody here decides anything: the office has.
@NullMarked
package io.stele.example.permits;

import org.jspecify.annotations.NullMarked;
