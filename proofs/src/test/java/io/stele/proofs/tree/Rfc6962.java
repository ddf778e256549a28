package io.stele.proofs.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// Section 2.1 of RFC 6962 word for word, over lists of entries, and slow: what the real one is
/// compared with. It uses nothing of it.
final class Rfc6962 {

    private Rfc6962() {}

    /// MTH(D[n]).
    static byte[] root(List<byte[]> d) {
        return switch (d.size()) {
            case 0 -> sha256();
            case 1 -> sha256(new byte[] {0}, d.getFirst());
            default -> {
                int k = k(d.size());
                yield sha256(new byte[] {1}, root(d.subList(0, k)), root(d.subList(k, d.size())));
            }
        };
    }

    /// PATH(m, D[n]).
    static List<byte[]> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return List.of();
        }
        int k = k(d.size());
        return m < k
                ? plus(path(m, d.subList(0, k)), root(d.subList(k, d.size())))
                : plus(path(m - k, d.subList(k, d.size())), root(d.subList(0, k)));
    }

    /// PROOF(m, D[n]), for m from 1 to n.
    static List<byte[]> proof(int m, List<byte[]> d) {
        return subproof(m, d, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
        if (m == d.size()) {
            return b ? List.of() : List.of(root(d));
        }
        int k = k(d.size());
        return m <= k
                ? plus(subproof(m, d.subList(0, k), b), root(d.subList(k, d.size())))
                : plus(subproof(m - k, d.subList(k, d.size()), false), root(d.subList(0, k)));
    }

    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> plus(List<byte[]> list, byte[] last) {
        List<byte[]> more = new ArrayList<>(list);
        more.add(last);
        return more;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
