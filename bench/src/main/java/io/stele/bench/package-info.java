/// Benchmarks that measure Stele beside a baseline, in the same run and on the same disk.
@NullMarked
package io.stele.bench;

import org.jspecify.annotations.NullMarked;
