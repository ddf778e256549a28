/// Pages that show what was measured.
@NullMarked
package io.stele.bench.report;

import org.jspecify.annotations.NullMarked;
