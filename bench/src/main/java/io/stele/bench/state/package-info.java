/// Measures how fast the state of an aggregate with a long history is there.
@NullMarked
package io.stele.bench.state;

import org.jspecify.annotations.NullMarked;
