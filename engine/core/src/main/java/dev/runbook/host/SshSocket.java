package dev.runbook.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import org.jspecify.annotations.Nullable;

/** A socket that a server opens for us: what it reaches, and how names are looked up, is as seen from there. */
final class SshSocket extends Socket {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final SSHClient client;
    private volatile @Nullable DirectConnection channel;
    private volatile @Nullable InetSocketAddress peer;
    private volatile boolean closed;
    private volatile int soTimeout;

    SshSocket(SSHClient client) throws SocketException {
        super((SocketImpl) null);
        this.client = client;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress address)) {
            throw new SocketException("not an internet address: " + endpoint);
        }
        Duration limit = timeout == 0 ? LONGEST : Duration.ofMillis(timeout);
        try {
            channel = Bounded.call(
                    Thread.ofVirtual(), limit, () -> client.newDirectConnection(address.getHostString(), address.getPort()));
            peer = address;
        } catch (OpenFailException e) {
            throw forbidden(e)
                    ? new ForwardingRefusedException(e)
                    : new ConnectException(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        }
        if (closed) {
            close();
            throw new SocketException("closed");
        }
    }

    /** OpenSSH gives the reason of a connection that failed, but says only "open failed" where it is not allowed. */
    static boolean forbidden(OpenFailException e) {
        return e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED
                || "open failed".equals(e.getMessage());
    }

    private DirectConnection open() throws SocketException {
        DirectConnection present = channel;
        if (present == null || closed) {
            throw new SocketException(closed ? "closed" : "not connected");
        }
        return present;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return open().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return open().getOutputStream();
    }

    /** Does not wait for the server to agree; whoever reads sees the end at once. */
    @Override
    public synchronized void close() {
        closed = true;
        DirectConnection present = channel;
        channel = null;
        if (present != null) {
            SshExec.closeSoon(present, present.getInputStream());
        }
    }

    @Override
    public boolean isConnected() {
        return peer != null;
    }

    @Override
    public boolean isBound() {
        return peer != null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isInputShutdown() {
        return closed;
    }

    @Override
    public boolean isOutputShutdown() {
        return closed;
    }

    @Override
    public void shutdownInput() {
        // Nothing of ours depends on it.
    }

    @Override
    public void shutdownOutput() throws IOException {
        getOutputStream().flush();
        getOutputStream().close();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        InetSocketAddress present = peer;
        return present == null ? null : present.getAddress();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return peer;
    }

    @Override
    public int getPort() {
        InetSocketAddress present = peer;
        return present == null ? 0 : present.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    /** Kept but not enforced: callers bound their waiting by closing. */
    @Override
    public void setSoTimeout(int timeout) {
        soTimeout = timeout;
    }

    @Override
    public int getSoTimeout() {
        return soTimeout;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // The connection that carries it has it on.
    }

    @Override
    public void setKeepAlive(boolean on) {
        // The connection that carries it is kept alive.
    }

    @Override
    public String toString() {
        return "socket to " + peer + " over SSH";
    }
}
