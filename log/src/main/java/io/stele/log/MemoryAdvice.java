package io.stele.log;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/*
 * The JDK has no call for this, and a native one may be made without a warning only by a program
 * that was started with --enable-native-access. Stele's launcher does that; in a program that did
 * not, the answer is false and the file is mapped anew, which stops all threads for a moment.
 */
/// What the system is told about memory that was mapped: madvise(2) of Linux.
final class MemoryAdvice {

    private static final int DONT_NEED = 4;
    private static final @Nullable MethodHandle MADVISE = madvise();

    private MemoryAdvice() {}

    /// Drops the pages of a read-only map of a file from this process; the next read of one maps it
    /// again.
    ///
    /// @return false where the system cannot be told
    static boolean release(MemorySegment map) {
        try {
            return MADVISE != null
                    && (int) MADVISE.invokeExact(map, map.byteSize(), DONT_NEED) == 0;
        } catch (RuntimeException | Error e) { // closed, say
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // allowed: asked before
    private static @Nullable MethodHandle madvise() {
        if (!MemoryAdvice.class.getModule().isNativeAccessEnabled()
                || !System.getProperty("os.name", "").equals("Linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("madvise")
                .map(address ->
                        linker.downcallHandle(
                                address,
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_INT)))
                .orElse(null);
    }
}
