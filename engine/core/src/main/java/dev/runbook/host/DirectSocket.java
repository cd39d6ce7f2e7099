package dev.runbook.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** A socket of this machine that looks up a name when it connects, as one that reaches out from elsewhere does. */
final class DirectSocket extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (endpoint instanceof InetSocketAddress address && address.isUnresolved()) {
            InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), address.getPort());
            if (resolved.isUnresolved()) {
                throw new UnknownHostException(address.getHostString());
            }
            super.connect(resolved, timeout);
        } else {
            super.connect(endpoint, timeout);
        }
    }
}
