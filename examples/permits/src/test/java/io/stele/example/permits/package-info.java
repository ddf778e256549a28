@NullMarked
package io.stele.example.permits;

import org.jspecify.annotations.NullMarked;
