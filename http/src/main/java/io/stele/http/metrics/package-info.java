/// What a process counts and measures, and how it tells that to Prometheus.
@NullMarked
package io.stele.http.metrics;

import org.jspecify.annotations.NullMarked;
