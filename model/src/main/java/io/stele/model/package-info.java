/// Values, the [EventStore] port, and errors.
///
/// Every value is immutable and checks itself when it is made; it may be shared between threads.
@NullMarked
package io.stele.model;

import org.jspecify.annotations.NullMarked;
