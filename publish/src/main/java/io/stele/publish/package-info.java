/// Publishes the events of a log to brokers.
@NullMarked
package io.stele.publish;

import org.jspecify.annotations.NullMarked;
