package io.stele.engine.index;

/// What positions are kept for: a stream, a category, a type or a tag.
///
/// @param bytes the kind's code, then the text in UTF-8; keys sort by these bytes, unsigned
/// @param hash of the bytes, by [Hashes]
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared by equals
record Key(byte[] bytes, long hash) {

    /// What a key names. The codes stand in index files.
    enum Kind {
        CATEGORY('c'),
        STREAM('s'),
        TAG('t'),
        TYPE('y');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        byte code() {
            return (byte) code;
        }

        boolean isOf(byte[] key) {
            return key[0] == code;
        }
    }
}
