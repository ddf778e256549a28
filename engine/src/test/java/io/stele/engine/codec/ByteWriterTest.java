package io.stele.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteWriterTest {

    @Test
    void growsWhateverIsWrittenAtItsEnd() {
        assertThat(new ByteWriter(0).u8(1).size()).isEqualTo(1);
        assertThat(new ByteWriter(0).u16(1).size()).isEqualTo(2);
        assertThat(new ByteWriter(1).u16(0x0201).array()).startsWith(1, 2);
        assertThat(new ByteWriter(0).i32(1).size()).isEqualTo(4);
        assertThat(new ByteWriter(0).i64(1).size()).isEqualTo(8);
        assertThat(new ByteWriter(0).shortText("ab").array()).startsWith(2, 0, 'a', 'b');
        assertThat(new ByteWriter(0).longText("a").array()).startsWith(1, 0, 0, 0, 'a');
    }
}
