package dev.runbook.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** An authenticated SSH connection. */
final class SshTransport implements Transport {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);
    private static final int UNANSWERED = 3;

    private final SSHClient client;
    private final String user;

    SshTransport(SSHClient client, String user) {
        this.client = client;
        this.user = user;
    }

    /** Asks the server for a sign of life now and then, and gives the connection up when none comes. */
    static void keepAlive(SSHClient client, Duration interval) {
        if (!interval.isPositive()) {
            return;
        }
        Thread.ofVirtual().name("ssh-keepalive").start(() -> {
            try {
                while (client.getTransport().isRunning()) {
                    Thread.sleep(interval);
                    Promise<SSHPacket, ConnectionException> answer =
                            client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
                    if (!alive(client, answer, interval.multipliedBy(UNANSWERED))) {
                        client.getTransport().die(new IOException("no sign of life for "
                                + interval.multipliedBy(UNANSWERED).toSeconds() + " s"));
                    }
                }
            } catch (IOException | InterruptedException gone) {
                // Whoever uses the connection learns it from its streams.
            }
        });
    }

    /** A refusal is as good as an answer. */
    private static boolean alive(SSHClient client, Promise<SSHPacket, ConnectionException> answer, Duration limit) {
        try {
            return answer.tryRetrieve(limit.toMillis(), TimeUnit.MILLISECONDS) != null;
        } catch (ConnectionException refused) {
            return client.getTransport().isRunning();
        }
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public Exec exec(String command) throws IOException, InterruptedException {
        if (!connected()) {
            throw new IOException("");
        }
        return Bounded.call(Thread.ofVirtual(), OPEN_LIMIT, () -> {
            Session session = client.startSession();
            try {
                return new SshExec(session.exec(command));
            } catch (IOException e) {
                SshExec.closeSoon(session, session.getInputStream());
                throw e;
            }
        });
    }

    @Override
    public boolean connected() {
        return client.isConnected();
    }

    @Override
    public Socket socket() {
        try {
            return new SshSocket(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Virtual threads: sshj's streams wait on monitors, which do not hold a carrier. */
    @Override
    public Thread.Builder threads() {
        return Thread.ofVirtual().name("ssh-stream");
    }

    @Override
    public void close() {
        SshConnections.disconnect(client);
    }
}
