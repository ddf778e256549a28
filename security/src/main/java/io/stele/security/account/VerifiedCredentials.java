package io.stele.security.account;

import io.stele.security.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What was verified a moment ago, so that not every request pays for it; and what is being
/// verified, so that equal requests wait for one check. Kept by a hash with a key of this process:
/// the memory has no password, and nobody can aim at an entry.
///
/// Whether the principal still counts is asked each time: a changed password, a disabled user and an
/// expired token are of no use at once.
final class VerifiedCredentials {

    private static final long GOOD_NANOS = 60_000_000_000L;
    static final int ENTRIES_MAX = 10_000;

    private record Digest(long a, long b, long c, long d) {}

    private record Entry(CompletableFuture<Principal> principal, long sinceNanos) {}

    private final byte[] secret = new byte[32];
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Digest, Entry> entries = new ConcurrentHashMap<>();

    VerifiedCredentials(SecureRandom random, LongSupplier nanoTime) {
        random.nextBytes(secret);
        this.nanoTime = nanoTime;
    }

    /// @param verify called when nothing is known; what it throws is a failure, and those are not
    ///     kept
    CompletableFuture<Principal> get(
            String credential, Supplier<CompletableFuture<Principal>> verify) {
        Digest digest = digest(credential);
        Entry known = entries.get(digest);
        if (known != null && isGood(known)) {
            return known.principal();
        }
        if (entries.size() >= ENTRIES_MAX) {
            entries.values().removeIf(entry -> !isGood(entry));
        }
        if (entries.size() >= ENTRIES_MAX) {
            return begun(verify);
        }
        return verified(digest, verify);
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the very one that was offered
    private CompletableFuture<Principal> verified(
            Digest digest, Supplier<CompletableFuture<Principal>> verify) {
        CompletableFuture<Principal> fresh = new CompletableFuture<>();
        Entry entry = new Entry(fresh, nanoTime.getAsLong());
        Entry other =
                entries.compute(
                        digest, (key, known) -> known != null && isGood(known) ? known : entry);
        if (other != entry) {
            return other.principal();
        }
        var unused =
                begun(verify)
                        .whenComplete((principal, failure) -> {
                            if (failure == null) {
                                fresh.complete(principal);
                            } else {
                                entries.remove(digest, entry);
                                fresh.completeExceptionally(failure);
                            }
                        });
        return fresh;
    }

    private static CompletableFuture<Principal> begun(
            Supplier<CompletableFuture<Principal>> verify) {
        try {
            return verify.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean isGood(Entry entry) {
        if (!entry.principal().isDone()) {
            return true;
        }
        return !entry.principal().isCompletedExceptionally()
                && nanoTime.getAsLong() - entry.sinceNanos() < GOOD_NANOS
                && entry.principal().resultNow().standing().access().isPresent();
    }

    private Digest digest(String credential) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(secret);
            ByteBuffer hash =
                    ByteBuffer.wrap(sha256.digest(credential.getBytes(StandardCharsets.UTF_8)));
            return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
