/// An event store in memory: the shortest code that keeps every promise but durability.
@NullMarked
package io.stele.memory;

import org.jspecify.annotations.NullMarked;
