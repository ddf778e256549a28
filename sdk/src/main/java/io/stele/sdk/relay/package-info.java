/// From one log to another, each event once.
@NullMarked
package io.stele.sdk.relay;

import org.jspecify.annotations.NullMarked;
