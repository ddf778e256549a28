/// `stele import`: rows of a file become events.
///
/// [AppendSource] makes an append of each row or event, [Sending] sends them. Ids come
/// from the file's name, the row's number and its content ([RowIds]), so the store recognises what
/// it has: an import can be broken off anywhere and simply be started again.
@NullMarked
package io.stele.dist.importing;

import org.jspecify.annotations.NullMarked;
