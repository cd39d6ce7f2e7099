package dev.runbook.host;

import dev.runbook.api.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/** Makes SSH connections. What hosts have in common is kept for all: keys, known hosts, and connections to jump hosts. */
final class SshConnections implements AutoCloseable {
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(60);
    private static final int CHANNEL_TIMEOUT = (int) Duration.ofHours(12).toMillis();

    private final SshConfig config;
    private final Config algorithms = SshAlgorithms.config();
    private final SshKeys keys = new SshKeys();
    private final KnownHosts knownHosts = new KnownHosts();
    private final ConcurrentMap<String, Hop> hops = new ConcurrentHashMap<>();

    SshConnections(SshConfig config) {
        this.config = config;
    }

    /** A connection to a jump host, shared by the hosts behind it. */
    private static final class Hop {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable SSHClient client;
    }

    Transport connect(ConnectionSettings settings) throws InterruptedException {
        SshTarget target = config.target(settings);
        SSHClient before = null;
        String way = "";
        for (SshTarget jump : target.jumps()) {
            if (jump.proxyCommand() != null) {
                throw unsupported(jump);
            }
            way += jump.user() + "@" + jump.address() + ":" + jump.port() + " ";
            before = hop(way, jump, settings, before);
        }
        if (target.proxyCommand() != null) {
            throw unsupported(target);
        }
        SSHClient client = open(target, settings, settings.password(), before);
        return new SshTransport(client, target.user());
    }

    private static HostUnreachableException unsupported(SshTarget target) {
        return new HostUnreachableException(
                "~/.ssh/config wants a ProxyCommand for " + target.name() + ", which is not supported",
                List.of("Use ProxyJump instead: it reaches the same hosts without a program in between."));
    }

    private SSHClient hop(String way, SshTarget jump, ConnectionSettings settings, @Nullable SSHClient before)
            throws InterruptedException {
        Hop hop = hops.computeIfAbsent(way, key -> new Hop());
        hop.lock.lockInterruptibly();
        try {
            SSHClient present = hop.client;
            if (present == null || !present.isConnected()) {
                // The password is for the host behind it; a jump host must not see it.
                present = open(jump, settings, null, before);
                hop.client = present;
            }
            return present;
        } finally {
            hop.lock.unlock();
        }
    }

    private SSHClient open(
            SshTarget target, ConnectionSettings settings, @Nullable Secret password, @Nullable SSHClient before)
            throws InterruptedException {
        SSHClient client = new SSHClient(algorithms);
        HostKeyCheck check = new HostKeyCheck(target, knownHosts, before != null);
        client.addHostKeyVerifier(check);
        int timeout = (int) settings.connectTimeout().toMillis();
        client.getTransport().setTimeoutMs(timeout);
        client.setTimeout(timeout);
        try {
            if (before == null) {
                Socket socket = socket(target, settings.connectTimeout());
                client.setSocketFactory(new Connected(socket));
            }
            Bounded.call(Thread.ofVirtual(), settings.connectTimeout().plusSeconds(5), () -> {
                if (before == null) {
                    client.connect(target.address(), target.port());
                } else {
                    client.connectVia(before.newDirectConnection(target.address(), target.port()));
                }
                return client;
            });
            client.getTransport().setTimeoutMs((int) LOGIN_LIMIT.toMillis());
            Bounded.call(Thread.ofVirtual(), LOGIN_LIMIT.multipliedBy(2), () -> {
                new SshLogin(target, settings, password, keys, client).login();
                return client;
            });
            client.getConnection().setTimeoutMs(CHANNEL_TIMEOUT);
            SshTransport.keepAlive(client, settings.keepAlive());
            return client;
        } catch (IOException e) {
            disconnect(client);
            HostUnreachableException refusal = check.refusal();
            throw refusal != null ? refusal : SshFailure.explain(target, e);
        } catch (InterruptedException | RuntimeException e) {
            disconnect(client);
            throw e;
        }
    }

    /** Tries each address of the name. Looking it up holds a thread, so that is a platform thread. */
    private static Socket socket(SshTarget target, Duration limit) throws IOException, InterruptedException {
        InetAddress[] addresses = Bounded.call(
                Thread.ofPlatform().daemon().name("lookup"), limit, () -> InetAddress.getAllByName(target.address()));
        List<IOException> failures = new ArrayList<>();
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, target.port()), (int) limit.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                failures.add(e);
            }
        }
        throw failures.getFirst();
    }

    static void disconnect(SSHClient client) {
        try {
            client.disconnect();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() {
        hops.values().forEach(hop -> {
            SSHClient client = hop.client;
            if (client != null) {
                disconnect(client);
            }
        });
    }

    /** Hands sshj a socket that is connected already. */
    private static final class Connected extends SocketFactory {
        private final Socket socket;

        Connected(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return socket;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return socket;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return socket;
        }
    }
}
