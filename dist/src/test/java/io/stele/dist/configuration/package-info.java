@NullMarked
package io.stele.dist.configuration;

import org.jspecify.annotations.NullMarked;
