/// Event in, commands out: processes that go over several aggregates, and their timers.
@NullMarked
package io.stele.sdk.reactor;

import org.jspecify.annotations.NullMarked;
