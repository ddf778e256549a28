@NullMarked
package io.stele.bench.report;

import org.jspecify.annotations.NullMarked;
