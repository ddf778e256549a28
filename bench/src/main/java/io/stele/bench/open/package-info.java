/// A large log: opening it, appending to it and reading from it, in little memory.
@NullMarked
package io.stele.bench.open;

import org.jspecify.annotations.NullMarked;
