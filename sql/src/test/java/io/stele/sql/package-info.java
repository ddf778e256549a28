@NullMarked
package io.stele.sql;

import org.jspecify.annotations.NullMarked;
