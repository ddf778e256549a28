/// The event store on a log of this process: what a service embeds and a server serves.
@NullMarked
package io.stele.engine;

import org.jspecify.annotations.NullMarked;
