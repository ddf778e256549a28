@NullMarked
package io.stele.sql.inbox;

import org.jspecify.annotations.NullMarked;
