/// Publishes events to RabbitMQ, and reads them there.
@NullMarked
package io.stele.publish.rabbitmq;

import org.jspecify.annotations.NullMarked;
