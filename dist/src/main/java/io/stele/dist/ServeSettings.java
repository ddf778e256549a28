package io.stele.dist;

import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.Setting;
import io.stele.dist.configuration.SettingType;
import io.stele.http.HttpOptions;
import io.stele.server.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// All settings of `stele serve`, in the order in which they are shown. A new one is a constant
/// here, and a line where it is used; flag, variable, help and docs come from it.
final class ServeSettings {

    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    static final Setting<Path> DATA =
            setting("data", SettingType.path("a directory"), "data", "Where the log is kept.");

    static final Setting<String> HOST =
            setting(
                    "host",
                    SettingType.text("a host name or address"),
                    HttpOptions.LOOPBACK,
                    "To listen on; 127.0.0.1 is for this machine only.");

    static final Setting<Integer> PORT =
            setting(
                    "port",
                    SettingType.number(0, 0xffff),
                    Integer.toString(ServerOptions.PORT),
                    "To listen on; 0: any free one.");

    static final Setting<Boolean> INSECURE =
            setting(
                    "insecure",
                    SettingType.onOff(),
                    "false",
                    "Let other machines in, though nobody proves who they are.");

    static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    /// What begins with `STELE_` for other reasons.
    static final Set<String> OTHER_VARIABLES =
            Set.of("STELE_CONFIG", "STELE_STORE", "STELE_JAVA_OPTS", "STELE_NIGHTLY");

    private ServeSettings() {}

    private static <T> Setting<T> setting(
            String name, SettingType<T> type, String initial, String doc) {
        Setting<T> setting = Setting.of(name, type, initial, doc);
        DECLARED.add(setting);
        return setting;
    }

    static ServerOptions serverOptions(Configuration configuration) {
        return ServerOptions.defaults()
                .withHttp(
                        HttpOptions.loopback(configuration.get(PORT))
                                .withHost(configuration.get(HOST)))
                .withInsecure(configuration.get(INSECURE));
    }
}
