package dev.runbook.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A real host for tests: a container with an SSH server, and on {@link Kind#DEBIAN} with systemd, apt and sudo, reached
 * on a port of the loopback interface. It is made from an image that {@code .ci/image} builds; {@code .ci/run} and
 * {@code .ci/env} set the environment variables that this class reads.
 *
 * <p>Logins, all with {@link #key()}: {@code root}; on Debian also {@code admin}, whose sudo asks nothing, and
 * {@code operator}, whose sudo and SSH also take the password {@value #OPERATOR_PASSWORD}.
 *
 * <pre>{@code
 * Assumptions.assumeTrue(RealHost.unavailable().isEmpty(), () -> RealHost.unavailable().orElseThrow());
 * try (RealHost host = RealHost.start()) {
 *     ... connect to host.address() and host.port() ...
 *     assertEquals("active\n", host.exec("systemctl", "is-active", "prometheus"));
 * }
 * }</pre>
 */
public final class RealHost implements AutoCloseable {

    /** The password of the user {@code operator}. */
    public static final String OPERATOR_PASSWORD = "test-password";

    private static final String LOOPBACK = "127.0.0.1";
    private static final int SSH_PORT = 22;

    /** Which system the host runs. */
    public enum Kind {
        /** Debian 12 with systemd, apt and sudo; {@code /bin/sh} is dash; there is no Python. */
        DEBIAN(""),
        /** The same with bash as {@code /bin/sh}. */
        DEBIAN_BASH("bash"),
        /** BusyBox and nothing else: ash as {@code /bin/sh}, no systemd, no apt, no sudo, only {@code root}. */
        BUSYBOX("busybox");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        private boolean hasSystemd() {
            return this != BUSYBOX;
        }

        private String image(String debian) {
            return tag.isEmpty() ? debian : debian.substring(0, debian.lastIndexOf(':') + 1) + tag;
        }
    }

    /** What a command on the host answered. */
    public record Result(int exitCode, String stdout, String stderr) {}

    /** Why no host can be had, found out once per JVM, since asking the docker engine takes a second. */
    private static final class Availability {
        private static final Optional<String> REASON = find();

        private static Optional<String> find() {
            for (String name : List.of("RUNBOOK_TEST_IMAGE", "RUNBOOK_TEST_KEY")) {
                if (environment(name).isEmpty()) {
                    return Optional.of("no real test hosts: " + name
                            + " is not set; run the tests by .ci/run, or after: eval \"$(.ci/env)\"");
                }
            }
            if (!Files.isReadable(keyFile())) {
                return Optional.of("no real test hosts: the key " + keyFile() + " cannot be read; run .ci/image");
            }
            settleApiVersion();
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.of("no real test hosts: no docker engine answers; run .ci/install");
            }
            return missingImage()
                    .map(image -> "no real test hosts: there is no image " + image + "; run .ci/image");
        }

        private static Optional<String> missingImage() {
            DockerClient client = DockerClientFactory.instance().client();
            for (Kind kind : Kind.values()) {
                String image = kind.image(environment("RUNBOOK_TEST_IMAGE").orElseThrow());
                try {
                    client.inspectImageCmd(image).exec();
                } catch (NotFoundException e) {
                    return Optional.of(image);
                }
            }
            return Optional.empty();
        }
    }

    private final GenericContainer<?> container;
    private final int port;
    private final String machineAddress;

    private RealHost(GenericContainer<?> container) {
        this.container = container;
        this.port = container.getMappedPort(SSH_PORT);
        this.machineAddress = Objects.requireNonNull(container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .findFirst()
                .orElseThrow()
                .getGateway());
    }

    /**
     * Says why real hosts cannot be had, or nothing when they can.
     *
     * @throws IllegalStateException when they cannot and {@code RUNBOOK_REQUIRE_REAL_HOSTS} is 1, as it is in CI, where
     *     a test that skips itself for want of a host would hide that nothing was tested
     */
    public static Optional<String> unavailable() {
        Optional<String> reason = Availability.REASON;
        if (reason.isPresent() && environment("RUNBOOK_REQUIRE_REAL_HOSTS").filter("1"::equals).isPresent()) {
            throw new IllegalStateException(reason.get());
        }
        return reason;
    }

    /** Starts a {@link Kind#DEBIAN} host and returns when systemd has finished booting and the SSH server answers. */
    public static RealHost start() {
        return start(Kind.DEBIAN);
    }

    /** Starts a host and returns when it has finished booting and its SSH server answers. */
    // The container outlives this method on purpose; it is closed by close().
    @SuppressWarnings("resource")
    public static RealHost start(Kind kind) {
        Availability.REASON.ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        String image = kind.image(environment("RUNBOOK_TEST_IMAGE").orElseThrow());
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(name -> false)
                .withExposedPorts(SSH_PORT)
                .withLabel("dev.runbook.ci", environment("RUNBOOK_TEST_RUN").orElse("test"))
                .withStartupCheckStrategy(new IsRunningStartupCheckStrategy())
                .waitingFor(new BootWait(kind.hasSystemd(), SSH_PORT))
                .withCreateContainerCmdModifier(command -> isolate(command, kind));
        if (kind.hasSystemd()) {
            container.withTmpFs(Map.of("/run", "rw,exec,mode=755", "/run/lock", "rw", "/tmp", "rw,exec,mode=1777"));
        }
        container.start();
        return new RealHost(container);
    }

    /** The address to connect to from this machine: always loopback. */
    public String address() {
        return LOOPBACK;
    }

    /** The port of the SSH server at {@link #address()}. */
    public int port() {
        return port;
    }

    /** The private key that every login of the host accepts; it has no passphrase. */
    public Path key() {
        return keyFile();
    }

    /**
     * The address of this machine as the host sees it. A server that a test starts for its hosts, such as a mirror, is
     * to listen on exactly this address: a bridge between this machine and its containers, which nobody else reaches.
     */
    public String machineAddress() {
        return machineAddress;
    }

    /** The line for a {@code known_hosts} file that makes this host a known one. */
    public String knownHostsLine() {
        String[] publicKey = exec("cat", "/etc/ssh/ssh_host_ed25519_key.pub").split(" ");
        return "[%s]:%d %s %s".formatted(LOOPBACK, port, publicKey[0], publicKey[1].strip());
    }

    /**
     * Runs a command as root on the host, beside SSH and the engine under test, and returns its standard output.
     *
     * @throws AssertionError when the command fails; says its exit code and what it wrote
     */
    public String exec(String... argv) {
        Result result = run(argv);
        if (result.exitCode() != 0) {
            throw new AssertionError("%s: exit %d on the test host%n%s%s"
                    .formatted(String.join(" ", argv), result.exitCode(), result.stdout(), result.stderr()));
        }
        return result.stdout();
    }

    /** Like {@link #exec}, but a failing command is an answer too. */
    public Result run(String... argv) {
        return run(container, argv);
    }

    /** Cuts every SSH connection of the host, as a crash of its network service would; new ones are accepted. */
    public void dropConnections() {
        run("pkill", "-KILL", "-f", "^sshd: [a-z]+(@| \\[)");
    }

    /** Freezes the host: connections stay open and nothing answers any more. */
    public void pause() {
        client().pauseContainerCmd(container.getContainerId()).exec();
    }

    /** Ends what {@link #pause} began. */
    public void resume() {
        client().unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** Takes the host down for good, as pulling the plug would: afterwards its port refuses connections. */
    public void stop() {
        client().killContainerCmd(container.getContainerId()).exec();
    }

    /** Removes the host. */
    @Override
    public void close() {
        container.stop();
    }

    /**
     * Gives the host what systemd needs and no more: it may mount and has control groups of its own, is not privileged,
     * sees nothing of this machine's control groups, and is reached over loopback only.
     */
    private static void isolate(CreateContainerCmd command, Kind kind) {
        HostConfig host = Objects.requireNonNull(command.getHostConfig());
        host.withPortBindings(new PortBinding(Ports.Binding.bindIp(LOOPBACK), ExposedPort.tcp(SSH_PORT)));
        if (kind.hasSystemd()) {
            host.withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN)
                    .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                    .withCgroupnsMode("private");
            command.withStopSignal("SIGRTMIN+3");
        }
    }

    private static Result run(GenericContainer<?> container, String... argv) {
        try {
            ExecResult result = container.execInContainer(argv);
            return new Result(result.getExitCode(), result.getStdout(), result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running a command on the test host", e);
        }
    }

    /** Debian's docker engine speaks version 1.41 of the API at most; the client has to be told before it connects. */
    private static void settleApiVersion() {
        if (System.getProperty("api.version") == null) {
            System.setProperty("api.version", environment("DOCKER_API_VERSION").orElse("1.41"));
        }
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    private static Path keyFile() {
        return Path.of(environment("RUNBOOK_TEST_KEY").orElseThrow());
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
