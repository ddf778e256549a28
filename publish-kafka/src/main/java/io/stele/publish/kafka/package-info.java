/// Publishes events to Apache Kafka, and reads them there.
@NullMarked
package io.stele.publish.kafka;

import org.jspecify.annotations.NullMarked;
