/// `stele users` and `stele keys`.
@NullMarked
package io.stele.dist.accounts;

import org.jspecify.annotations.NullMarked;
