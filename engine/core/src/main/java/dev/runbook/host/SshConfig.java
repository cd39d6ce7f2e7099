package dev.runbook.host;

import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What OpenSSH's configuration says about a host. OpenSSH itself is asked ({@code ssh -G}), so every rule of its file
 * holds; where it is missing, or no file says anything, plain defaults do.
 */
final class SshConfig {
    private static final Pattern TELLS = Pattern.compile(
            "(?im)^\\s*(host\\s+(?!\\*\\s*$)|match\\s|(hostname|port|user|identityfile|identityagent|identitiesonly|proxyjump"
                    + "|proxycommand|userknownhostsfile|globalknownhostsfile|stricthostkeychecking|hostkeyalias)[\\s=])");
    private static final Pattern HOP = Pattern.compile(
            "(?:ssh://)?(?:(?<user>[^@]+)@)?(?:\\[(?<v6>[^]]+)]|(?<host>[^:]+))(?::(?<port>\\d{1,5}))?/?");
    private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
    private static final int DEEPEST = 8;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path home;
    private final @Nullable Path file;
    private final @Nullable String agent;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Boolean worthAsking;

    /**
     * @param file used instead of the user's and the system's configuration; null for those
     * @param agent value of SSH_AUTH_SOCK
     */
    SshConfig(Path home, @Nullable Path file, @Nullable String agent) {
        this.home = home;
        this.file = file;
        this.agent = agent;
    }

    static SshConfig ofUser() {
        return new SshConfig(Path.of(System.getProperty("user.home", "/")), null, System.getenv("SSH_AUTH_SOCK"));
    }

    Path home() {
        return home;
    }

    /** The way to the host of these settings. */
    SshTarget target(ConnectionSettings settings) throws InterruptedException {
        Map<String, List<String>> said = ask(settings.address(), settings.port(), settings.user());
        SshTarget target = target(settings.host(), settings.address(), settings.port(), settings.user(), said, settings);
        String jumps = settings.proxyJump() != null ? settings.proxyJump() : first(said, "proxyjump");
        return jumps == null || jumps.equals("none") ? target : target.withJumps(hops(jumps, settings, 0));
    }

    private List<SshTarget> hops(String jumps, ConnectionSettings settings, int depth) throws InterruptedException {
        if (depth > DEEPEST) {
            throw new HostUnreachableException("the jump hosts of " + settings.host() + " lead in a circle", List.of());
        }
        List<SshTarget> hops = new ArrayList<>();
        for (String jump : jumps.split(",", -1)) {
            Matcher hop = HOP.matcher(jump.strip());
            if (!hop.matches()) {
                throw new HostUnreachableException(
                        "not a jump host: " + jump, List.of("Write user@host:port, several with commas."));
            }
            String address = hop.group("v6") != null ? hop.group("v6") : hop.group("host");
            int port = hop.group("port") == null ? 0 : Integer.parseInt(hop.group("port"));
            Map<String, List<String>> said = ask(address, port, hop.group("user"));
            String before = first(said, "proxyjump");
            if (hops.isEmpty() && before != null && !before.equals("none")) {
                hops.addAll(hops(before, settings, depth + 1));
            }
            hops.add(target(address, address, port, hop.group("user"), said, settings));
        }
        return hops;
    }

    private SshTarget target(String name, String address, int port, @Nullable String user,
            Map<String, List<String>> said, ConnectionSettings settings) {
        String hostName = first(said, "hostname");
        String saidPort = first(said, "port");
        String saidUser = first(said, "user");
        String alias = first(said, "hostkeyalias");
        String reached = hostName == null ? address : hostName;
        List<Path> known = settings.knownHosts() == null
                ? files(said, "userknownhostsfile", ".ssh/known_hosts") : List.of(settings.knownHosts());
        String proxyCommand = first(said, "proxycommand");
        return new SshTarget(
                name,
                reached,
                port > 0 ? port : saidPort == null ? 22 : Integer.parseInt(saidPort),
                user != null ? user : saidUser == null ? System.getProperty("user.name", "root") : saidUser,
                alias == null ? reached.toLowerCase(Locale.ROOT) : alias,
                identities(said),
                "yes".equals(first(said, "identitiesonly")),
                agent(said),
                known,
                files(said, "globalknownhostsfile", "/etc/ssh/ssh_known_hosts"),
                policy(settings.hostKeys(), first(said, "stricthostkeychecking")),
                List.of(),
                proxyCommand == null || proxyCommand.equals("none") || settings.proxyJump() != null ? null : proxyCommand);
    }

    private List<Path> identities(Map<String, List<String>> said) {
        List<String> named = said.get("identityfile");
        return named == null
                ? DEFAULT_KEYS.stream().map(key -> home.resolve(".ssh").resolve(key)).toList()
                : named.stream().map(this::path).toList();
    }

    private @Nullable Path agent(Map<String, List<String>> said) {
        String named = first(said, "identityagent");
        String socket = named == null || named.equals("SSH_AUTH_SOCK") ? agent : named;
        return socket == null || socket.isEmpty() || socket.equals("none") ? null : path(socket);
    }

    private List<Path> files(Map<String, List<String>> said, String key, String otherwise) {
        String named = first(said, key);
        return Stream.of((named == null ? otherwise : named).split(" "))
                .filter(name -> !name.isEmpty() && !name.equals("none")).map(this::path).toList();
    }

    private Path path(String name) {
        String expanded = name.startsWith("~/") ? home.resolve(name.substring(2)).toString() : name;
        return home.resolve(expanded.replace("%d", home.toString()).replace("%u", System.getProperty("user.name", "")));
    }

    /** The user's own configuration may be more trusting than ours; never less. */
    private static HostKeyPolicy policy(HostKeyPolicy wanted, @Nullable String said) {
        HostKeyPolicy configured = switch (said == null ? "" : said) {
            case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
            case "no", "off", "false" -> HostKeyPolicy.NO;
            default -> HostKeyPolicy.STRICT;
        };
        return configured.compareTo(wanted) > 0 ? configured : wanted;
    }

    private static @Nullable String first(Map<String, List<String>> said, String key) {
        List<String> values = said.get(key);
        return values == null ? null : values.getFirst();
    }

    private Map<String, List<String>> ask(String address, int port, @Nullable String user) throws InterruptedException {
        if (!worthAsking()) {
            return Map.of();
        }
        List<String> command = new ArrayList<>(List.of("ssh"));
        if (file != null) {
            command.addAll(List.of("-F", file.toString()));
        }
        if (port > 0) {
            command.addAll(List.of("-p", Integer.toString(port)));
        }
        if (user != null) {
            command.addAll(List.of("-l", user));
        }
        command.addAll(List.of("-G", "--", address));
        try {
            return parse(Bounded.call(Thread.ofPlatform().daemon(), LIMIT, () -> output(command)));
        } catch (IOException e) {
            // Without OpenSSH's client its configuration means nothing either.
            return Map.of();
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new HostUnreachableException(
                    "OpenSSH's configuration is not in order: " + output.strip(), List.of("Try: " + String.join(" ", command)));
        }
        return output;
    }

    private static Map<String, List<String>> parse(String output) {
        Map<String, List<String>> said = new HashMap<>();
        output.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                said.computeIfAbsent(line.substring(0, space), key -> new ArrayList<>()).add(line.substring(space + 1).strip());
            }
        });
        return said;
    }

    /** Starting a process per host is spared where no file says anything about hosts. */
    private boolean worthAsking() {
        lock.lock();
        try {
            Boolean known = worthAsking;
            if (known == null) {
                known = file != null || files().anyMatch(SshConfig::tells);
                worthAsking = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Stream<Path> files() {
        Path included = Path.of("/etc/ssh/ssh_config.d");
        Stream<Path> system = Stream.of(home.resolve(".ssh/config"), Path.of("/etc/ssh/ssh_config"));
        try (Stream<Path> list = Files.isDirectory(included) ? Files.list(included) : Stream.of()) {
            return Stream.concat(system, list.toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tells(Path file) {
        try {
            return Files.isReadable(file)
                    && TELLS.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find();
        } catch (IOException e) {
            return true;
        }
    }
}
