/// Publishers: what brokers and readers see, whoever is killed.
@NullMarked
package io.stele.e2e.publish;

import org.jspecify.annotations.NullMarked;
