package io.stele.sql;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// How this process is called where several share a database.
final class ThisProcess {

    static final String NAME = ProcessHandle.current().pid() + "@" + host();

    private ThisProcess() {}

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
