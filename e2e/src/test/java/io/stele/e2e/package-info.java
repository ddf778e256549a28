/// Tests of the whole: the map of modules, tidiness, and real processes as a user starts them.
@NullMarked
package io.stele.e2e;

import org.jspecify.annotations.NullMarked;
