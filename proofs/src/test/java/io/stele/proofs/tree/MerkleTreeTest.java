package io.stele.proofs.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    /// The leaves and roots that implementations of Certificate Transparency test with.
    private static final List<String> LEAVES =
            List.of(
                    "",
                    "00",
                    "10",
                    "2021",
                    "3031",
                    "40414243",
                    "5051525354555657",
                    "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfCertificateTransparency() {
        GrownTree grown = new GrownTree();
        LEAVES.forEach(leaf -> grown.add(HexFormat.of().parseHex(leaf)));
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(HexFormat.of().formatHex(grown.of(size).root().toByteArray()))
                    .isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void aTreeOfSeventyThousandHasTheTilesOfTheSpecification() {
        long size = 70_000;
        assertThat(new Tile(0, 272, 256).isWithin(size)).isTrue();
        assertThat(new Tile(0, 273, 112).isWithin(size)).isTrue();
        assertThat(new Tile(0, 273, 113).isWithin(size)).isFalse();
        assertThat(new Tile(1, 0, 256).isWithin(size)).isTrue();
        assertThat(new Tile(1, 1, 17).isWithin(size)).isTrue();
        assertThat(new Tile(1, 1, 18).isWithin(size)).isFalse();
        assertThat(new Tile(2, 0, 1).isWithin(size)).isTrue();
    }

    @Test
    void pathsOfTilesAreThoseOfTheSpecification() {
        assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("x001/x234/067");
        assertThat(Tile.parse(0, "x001/x234/067")).isEqualTo(new Tile(0, 1_234_067, 256));
        assertThat(Tile.parse(2, "000.p/1")).isEqualTo(new Tile(2, 0, 1));
    }

    @Test
    void onlyOneTextIsThePathOfATile() {
        for (String path :
                List.of(
                        "1",
                        "x000/001",
                        "001.p/0",
                        "001.p/256",
                        "001.p/01",
                        "x1/001",
                        "001/",
                        "")) {
            assertThatThrownBy(() -> Tile.parse(0, path))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aHashHasOneText() {
        Hash hash = new TreeHasher().empty();
        assertThat(Hash.parse(hash.base64())).isEqualTo(hash);
        String trailingBits = hash.base64().replace("FU=", "FV=");
        assertThat(trailingBits).isNotEqualTo(hash.base64());
        assertThatThrownBy(() -> Hash.parse(trailingBits))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
