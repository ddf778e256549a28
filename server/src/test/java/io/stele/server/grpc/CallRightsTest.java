package io.stele.server.grpc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ChannelzService;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallRightsTest {

    @Test
    void aMethodThatNobodyDeclaredARightForStopsTheServer() {
        BindableService planted = ChannelzService.newInstance(1);

        assertThatThrownBy(() -> CallRights.check(List.of(planted)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no right is declared for [grpc.channelz.v1.Channelz/");
        assertThatThrownBy(() -> CallRights.of("grpc.channelz.v1.Channelz/GetServers"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRightForAMethodThatIsGoneStopsItToo() {
        BindableService shrunk =
                () -> ServerServiceDefinition.builder("stele.v1.EventStore").build();

        assertThatThrownBy(() -> CallRights.check(List.of(shrunk)))
                .hasMessageContaining("there is no method for")
                .hasMessageContaining("stele.v1.EventStore/Append");
    }
}
