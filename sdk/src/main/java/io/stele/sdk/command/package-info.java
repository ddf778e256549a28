/// From a command to events in the log, and from the log to a state.
@NullMarked
package io.stele.sdk.command;

import org.jspecify.annotations.NullMarked;
