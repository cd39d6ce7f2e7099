package dev.runbook.host;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import dev.runbook.api.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/** Private keys from files, each read and decrypted once for all hosts. */
final class SshKeys {
    private final ConcurrentMap<Wanted, Loaded> loaded = new ConcurrentHashMap<>();

    private record Wanted(Path file, @Nullable Secret passphrase) {}

    /** A key, or why there is none. */
    sealed interface Loaded {
        record Key(KeyPair pair) implements Loaded {}

        record Missing() implements Loaded {}

        record Encrypted() implements Loaded {}

        record Unusable(String why) implements Loaded {}
    }

    Loaded load(Path file, @Nullable Secret passphrase) {
        return loaded.computeIfAbsent(new Wanted(file, passphrase), SshKeys::read);
    }

    private static Loaded read(Wanted wanted) {
        if (!Files.exists(wanted.file())) {
            return new Loaded.Missing();
        }
        try {
            String text = Files.readString(wanted.file(), StandardCharsets.ISO_8859_1);
            boolean encrypted = encrypted(text);
            Secret passphrase = wanted.passphrase();
            if (encrypted && passphrase == null) {
                return new Loaded.Encrypted();
            }
            FileKeyProvider provider =
                    text.contains("OPENSSH PRIVATE KEY") ? new OpenSSHKeyV1KeyFile() : new PKCS8KeyFile();
            provider.init(
                    new StringReader(text),
                    encrypted && passphrase != null
                            ? PasswordUtils.createOneOff(passphrase.reveal().toCharArray()) : null);
            return new Loaded.Key(new KeyPair(provider.getPublic(), provider.getPrivate()));
        } catch (IOException | SSHRuntimeException | IllegalStateException e) {
            return new Loaded.Unusable(
                    wanted.passphrase() == null ? "not a private key that can be read: " + e.getMessage()
                            : "the passphrase does not open it, or it is not a private key");
        }
    }

    /** Seen from the outside, so that no passphrase is tried in vain. */
    private static boolean encrypted(String text) {
        if (!text.contains("OPENSSH PRIVATE KEY")) {
            return text.contains("ENCRYPTED");
        }
        StringBuilder body = new StringBuilder();
        text.lines().filter(line -> !line.startsWith("-----")).forEach(line -> body.append(line.strip()));
        try {
            byte[] bytes = Base64.getDecoder().decode(body.substring(0, Math.min(body.length(), 64) / 4 * 4));
            return !new String(bytes, StandardCharsets.ISO_8859_1).contains("\0\0\0\4none");
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
