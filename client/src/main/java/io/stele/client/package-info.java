/// A store that is somewhere else: `EventStore.open("stele://host:port")`.
@NullMarked
package io.stele.client;

import org.jspecify.annotations.NullMarked;
