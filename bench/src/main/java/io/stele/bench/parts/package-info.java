/// Parts by themselves, under JMH: `docs/testing.md` says how to run them.
@NullMarked
package io.stele.bench.parts;

import org.jspecify.annotations.NullMarked;
