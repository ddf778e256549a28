/// Consumer groups: what they are, wherever they run, and what they survive.
@NullMarked
package io.stele.e2e.groups;

import org.jspecify.annotations.NullMarked;
