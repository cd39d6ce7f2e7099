package dev.runbook.host;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Decides whether the key a server shows is the one of the host that was meant, and keeps why not. */
final class HostKeyCheck implements HostKeyVerifier {
    private final SshTarget target;
    private final KnownHosts knownHosts;
    private final boolean jumped;
    private volatile @Nullable HostUnreachableException refusal;

    /**
     * @param jumped whether the host is reached through others, where ssh-keyscan does not get
     */
    HostKeyCheck(SshTarget target, KnownHosts knownHosts, boolean jumped) {
        this.target = target;
        this.knownHosts = knownHosts;
        this.jumped = jumped;
    }

    @Nullable HostUnreachableException refusal() {
        return refusal;
    }

    private List<KnownHosts.Entry> entries() throws IOException {
        List<Path> files = new ArrayList<>(target.knownHosts());
        files.addAll(target.globalKnownHosts());
        return knownHosts.find(files, target.keyPlace());
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey publicKey) {
        byte[] key = new Buffer.PlainBuffer().putPublicKey(publicKey).getCompactData();
        String type = KeyType.fromKey(publicKey).toString();
        try {
            refusal = judge(entries(), type, key);
        } catch (IOException e) {
            refusal = new HostUnreachableException(
                    "the known host keys cannot be read or written: " + e.getMessage(), List.of(), e);
        }
        return refusal == null;
    }

    private @Nullable HostUnreachableException judge(List<KnownHosts.Entry> entries, String type, byte[] key)
            throws IOException {
        boolean known = false;
        for (KnownHosts.Entry entry : entries) {
            boolean same = MessageDigest.isEqual(entry.key(), key);
            if (same && entry.revoked()) {
                return new HostUnreachableException(
                        "the key of " + target.where() + " is revoked (" + entry.place() + ")", List.of());
            }
            known |= same;
        }
        if (known) {
            return null;
        }
        List<KnownHosts.Entry> others = entries.stream().filter(entry -> !entry.revoked()).toList();
        if (!others.isEmpty()) {
            return changed(others, type, key);
        }
        return switch (target.hostKeys()) {
            case NO -> null;
            case STRICT -> unknown(type, key);
            case ACCEPT_NEW -> {
                if (!target.knownHosts().isEmpty() && !target.knownHosts().getFirst().equals(Path.of("/dev/null"))) {
                    knownHosts.add(target.knownHosts().getFirst(), target.keyPlace(), type, key);
                }
                yield null;
            }
        };
    }

    private HostUnreachableException changed(List<KnownHosts.Entry> entries, String type, byte[] key) {
        KnownHosts.Entry old = entries.stream()
                .filter(entry -> entry.type().equals(type)).findFirst().orElse(entries.getFirst());
        return new HostUnreachableException(
                "THE HOST KEY OF " + target.where() + " HAS CHANGED: known is " + old.type() + " "
                        + KnownHosts.fingerprint(old.key()) + " (" + old.place() + "), shown is " + type + " "
                        + KnownHosts.fingerprint(key) + "; somebody may be listening in, so nothing was sent",
                List.of(
                        "Ask whoever runs the host whether its key is new.",
                        "If so: ssh-keygen -f " + old.file() + " -R '" + target.keyPlace() + "'"));
    }

    private HostUnreachableException unknown(String type, byte[] key) {
        String file = target.knownHosts().isEmpty() ? "~/.ssh/known_hosts" : target.knownHosts().getFirst().toString();
        String fix = jumped
                ? "ssh -o UserKnownHostsFile=" + file + " -J " + jumpNames() + " -p " + target.port() + " "
                        + target.user() + "@" + target.address()
                : "ssh-keyscan -p " + target.port() + " -t " + scanType(type) + " " + target.address() + " >> " + file;
        return new HostUnreachableException(
                "the host key of " + target.where() + " is not known: " + type + " " + KnownHosts.fingerprint(key),
                List.of(
                        "Compare the fingerprint with the host's own, then: " + fix,
                        "Or let new hosts be learnt at first sight: StrictHostKeyChecking accept-new in ~/.ssh/config."));
    }

    private String jumpNames() {
        return String.join(",", target.jumps().stream()
                .map(hop -> hop.user() + "@" + hop.address() + ":" + hop.port()).toList());
    }

    private static String scanType(String type) {
        return type.startsWith("ecdsa") ? "ecdsa" : type.replace("ssh-", "");
    }

    /** Asking for the kind of key that is known makes a server with several show that one. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        try {
            return entries().stream()
                    .filter(entry -> !entry.revoked())
                    .flatMap(entry -> entry.type().equals("ssh-rsa")
                            ? List.of("rsa-sha2-512", "rsa-sha2-256").stream() : List.of(entry.type()).stream())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
