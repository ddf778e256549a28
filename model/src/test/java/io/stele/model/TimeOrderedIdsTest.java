package io.stele.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    @Test
    void idsOfManyThreadsDiffer() {
        List<UUID> ids =
                IntStream.range(0, 200_000)
                        .parallel()
                        .mapToObj(i -> TimeOrderedIds.next())
                        .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void anIdIsOfVersionSevenAndBeginsWithItsTime() {
        long before = System.currentTimeMillis();
        UUID id = TimeOrderedIds.next();
        long after = System.currentTimeMillis();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
    }
}
