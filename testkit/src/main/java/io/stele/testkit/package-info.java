/// Given, when, then.
@NullMarked
package io.stele.testkit;

import org.jspecify.annotations.NullMarked;
