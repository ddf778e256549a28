/// Measures consumer groups.
@NullMarked
package io.stele.bench.groups;

import org.jspecify.annotations.NullMarked;
