package bz.ceiba.platform.payments;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where the demonstration's gateway listens. */
final class DemoPort {
    private DemoPort() {}

    /** The wanted port if nobody has it, else 0, which stands for any that is free. */
    static int free(int wanted) {
        if (wanted < 1 || wanted > 65_535) {
            return 0;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(wanted));
            return wanted;
        } catch (IOException e) {
            return 0;
        }
    }
}
