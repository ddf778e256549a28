package io.stele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// Patches of texts at random. The seed is the repetition's number.
class BytesPatchProperties {

    @RepeatedTest(200)
    void whatIsPatchedIsTheTarget(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        byte[] base = some(random, random.nextInt(3_000));
        byte[] target = random.nextInt(10) == 0 ? some(random, 500) : edited(base, random);
        Bytes patch = BytesPatch.of(Bytes.wrap(base), Bytes.wrap(target));
        assertThat(BytesPatch.apply(Bytes.wrap(base), patch)).isEqualTo(Bytes.wrap(target));
        assertThat(patch.size()).isLessThan(target.length + 40 + target.length / 3);
    }

    @RepeatedTest(100)
    void aDamagedPatchOrAnotherBaseIsNeverTakenForGood(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        byte[] base = some(random, 1_000 + random.nextInt(1_000));
        byte[] target = edited(base, random);
        byte[] patch = BytesPatch.of(Bytes.wrap(base), Bytes.wrap(target)).toByteArray();
        byte[] damaged = patch.clone();
        damaged[random.nextInt(patch.length)] ^= (byte) (1 << random.nextInt(8));
        byte[] other = base.clone();
        other[random.nextInt(base.length)] ^= 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BytesPatch.apply(Bytes.wrap(base), Bytes.wrap(damaged)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BytesPatch.apply(Bytes.wrap(other), Bytes.wrap(patch)));
    }

    @Test
    void aSmallChangeOfALargeTextIsASmallPatch() {
        Random random = new Random(1);
        byte[] base = some(random, 100_000);
        byte[] target = base.clone();
        target[50] ^= 1;
        target[70_000] ^= 1;
        assertThat(BytesPatch.of(Bytes.wrap(base), Bytes.wrap(target)).size()).isLessThan(300);
    }

    private static byte[] some(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /// With some stretches left out, doubled and put in.
    private static byte[] edited(byte[] base, Random random) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        int at = 0;
        while (at < base.length) {
            int size = Math.min(base.length - at, 1 + random.nextInt(600));
            switch (random.nextInt(6)) {
                case 0 -> {}
                case 1 -> {
                    target.write(base, at, size);
                    target.write(base, at, size);
                }
                case 2 -> {
                    target.writeBytes(some(random, random.nextInt(40)));
                    target.write(base, at, size);
                }
                default -> target.write(base, at, size);
            }
            at += size;
        }
        return target.toByteArray();
    }
}
