package dev.runbook.host;

import dev.runbook.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.userauth.UserAuth;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/** Proves to a server who we are: named keys, the agent's, the default ones, then the password. */
final class SshLogin {
    private final SshTarget target;
    private final ConnectionSettings settings;
    private final SshKeys keys;
    private final SSHClient client;
    private final @Nullable Secret password;
    private final List<String> tried = new ArrayList<>();
    private final Set<String> hints = new LinkedHashSet<>();

    /**
     * @param settings whose keys may be offered
     * @param password the one for this very server, or null
     */
    SshLogin(
            SshTarget target,
            ConnectionSettings settings,
            @Nullable Secret password,
            SshKeys keys,
            SSHClient client) {
        this.target = target;
        this.settings = settings;
        this.password = password;
        this.keys = keys;
        this.client = client;
    }

    /**
     * @throws HostUnreachableException where nothing is accepted; it lists what was tried
     * @throws IOException where the connection breaks
     */
    void login() throws IOException {
        Set<Path> files = new LinkedHashSet<>(settings.privateKeys());
        for (Path file : files) {
            if (withFile(file, true)) {
                return;
            }
        }
        if (withAgent()) {
            return;
        }
        for (Path file : target.identities()) {
            if (files.add(file) && withFile(file, false)) {
                return;
            }
        }
        if (password != null && withPassword(password)) {
            return;
        }
        throw refused(password != null);
    }

    private boolean withFile(Path file, boolean named) throws IOException {
        return switch (keys.load(file, settings.keyPassphrase())) {
            case SshKeys.Loaded.Key(var pair) ->
                attempt("key " + file, new AuthPublickey(new KeyPairWrapper(pair)));
            case SshKeys.Loaded.Missing() -> {
                if (named) {
                    tried.add("key " + file + " (no such file)");
                }
                yield false;
            }
            case SshKeys.Loaded.Encrypted() -> {
                tried.add("key " + file + " (encrypted, and no passphrase given)");
                hints.add("Add the encrypted key to your agent: ssh-add " + file);
                yield false;
            }
            case SshKeys.Loaded.Unusable(String why) -> {
                tried.add("key " + file + " (" + why + ")");
                yield false;
            }
        };
    }

    private boolean withAgent() throws IOException {
        Path socket = target.agent();
        if (socket == null || !Files.exists(socket)) {
            return false;
        }
        try (SshAgent agent = new SshAgent(socket)) {
            List<byte[]> wanted = target.identitiesOnly() ? publicKeys() : null;
            for (SshAgent.Identity identity : identities(agent)) {
                if ((wanted == null || wanted.stream().anyMatch(key -> Arrays.equals(key, identity.blob())))
                        && attempt("agent's key " + identity.comment(), new AgentAuth(agent, identity))) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<SshAgent.Identity> identities(SshAgent agent) {
        try {
            return agent.identities();
        } catch (IOException e) {
            tried.add("agent (" + e.getMessage() + ")");
            return List.of();
        }
    }

    private List<byte[]> publicKeys() {
        List<byte[]> blobs = new ArrayList<>();
        for (Path file : target.identities()) {
            try {
                String[] words = Files.readString(Path.of(file + ".pub"), StandardCharsets.ISO_8859_1).split("\\s+");
                blobs.add(Base64.getDecoder().decode(words[1]));
            } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException none) {
                // Then there is no key to compare with.
            }
        }
        return blobs;
    }

    private boolean withPassword(Secret password) throws IOException {
        return attempt("password", new AuthPassword(PasswordUtils.createOneOff(password.reveal().toCharArray())))
                || attempt(
                        "keyboard-interactive",
                        new AuthKeyboardInteractive(new PasswordResponseProvider(
                                PasswordUtils.createOneOff(password.reveal().toCharArray()))));
    }

    private boolean attempt(String what, AuthMethod method) throws IOException {
        UserAuth auth = client.getUserAuth();
        if (!auth.getAllowedMethods().isEmpty() && !auth.getAllowedMethods().contains(method.getName())) {
            return false;
        }
        tried.add(what);
        method.setLoggerFactory(LoggerFactory.DEFAULT);
        try {
            return auth.authenticate(
                    target.user(), (Service) client.getConnection(), method, client.getTransport().getTimeoutMs());
        } catch (UserAuthException e) {
            if (!client.getTransport().isRunning()) {
                throw cutOff(e);
            }
            tried.set(tried.size() - 1, what + " (" + e.getMessage() + ")");
            return false;
        }
    }

    private IOException cutOff(UserAuthException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Too many")) {
            throw new HostUnreachableException(
                    message() + "; the server gave up after so many",
                    List.of("Name the right key: ansible_ssh_private_key_file, or IdentityFile and IdentitiesOnly yes in"
                            + " ~/.ssh/config."),
                    e);
        }
        return e;
    }

    private String message() {
        return target.where() + " does not let " + target.user() + " in; tried "
                + (tried.isEmpty() ? "nothing, for there is no key, agent or password" : String.join(", ", tried));
    }

    private HostUnreachableException refused(boolean passwordGiven) {
        List<String> accepted = List.copyOf(client.getUserAuth().getAllowedMethods());
        boolean passwordAccepted = accepted.contains("password") || accepted.contains("keyboard-interactive");
        String methods = accepted.isEmpty() ? "" : "; it accepts " + String.join(", ", accepted);
        if (!passwordGiven && passwordAccepted) {
            hints.add("Give a password with ansible_password, or install a key: ssh-copy-id -p " + target.port() + " "
                    + target.user() + "@" + target.address());
        }
        hints.add("Check the user (" + target.user() + ") and that its public key is in its ~/.ssh/authorized_keys there.");
        return new HostUnreachableException(message() + methods, List.copyOf(hints));
    }
}
