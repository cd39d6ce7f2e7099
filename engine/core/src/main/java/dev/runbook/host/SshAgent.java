package dev.runbook.host;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of the ssh-agent protocol that is needed to log in: list keys, sign. */
final class SshAgent implements AutoCloseable {
    private static final int LIST = 11;
    private static final int KEYS = 12;
    private static final int SIGN = 13;
    private static final int SIGNATURE = 14;
    private static final int RSA_SHA2_512 = 4;
    private static final int LARGEST = 256 * 1024;

    private final SocketChannel channel;

    SshAgent(Path socket) throws IOException {
        this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /**
     * @param blob the public key as the protocol writes it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Identity(byte[] blob, String comment) {
        String type() {
            ByteBuffer buffer = ByteBuffer.wrap(blob);
            return new String(string(buffer), StandardCharsets.US_ASCII);
        }

        /** What to ask the server for; RSA keys sign with SHA-2 only. */
        String algorithm() {
            return type().replace("ssh-rsa", "rsa-sha2-512");
        }
    }

    List<Identity> identities() throws IOException {
        ByteBuffer answer = exchange(ByteBuffer.allocate(1).put((byte) LIST).flip(), KEYS);
        int count = answer.getInt();
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            identities.add(new Identity(string(answer), new String(string(answer), StandardCharsets.UTF_8)));
        }
        return identities;
    }

    /** The signature, with its algorithm before it, as the server wants it. */
    byte[] sign(Identity identity, byte[] data) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(13 + identity.blob().length + data.length);
        request.put((byte) SIGN).putInt(identity.blob().length).put(identity.blob());
        request.putInt(data.length).put(data).putInt(identity.type().startsWith("ssh-rsa") ? RSA_SHA2_512 : 0);
        return string(exchange(request.flip(), SIGNATURE));
    }

    private ByteBuffer exchange(ByteBuffer request, int expected) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(4 + request.remaining()).putInt(request.remaining()).put(request).flip();
        while (message.hasRemaining()) {
            channel.write(message);
        }
        int length = read(4).getInt();
        if (length < 1 || length > LARGEST) {
            throw new IOException("the agent's answer is garbled");
        }
        ByteBuffer answer = read(length);
        if (answer.get() != expected) {
            throw new IOException("the agent refuses");
        }
        return answer;
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the agent closed the connection");
            }
        }
        return buffer.flip();
    }

    private static byte[] string(ByteBuffer buffer) {
        byte[] bytes = new byte[Math.min(Math.max(buffer.getInt(), 0), buffer.remaining())];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
