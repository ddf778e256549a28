/// Tests of the benchmarks themselves.
@NullMarked
package io.stele.bench;

import org.jspecify.annotations.NullMarked;
