package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.Before;
import dev.runbook.api.host.DownloadFile;
import dev.runbook.api.host.ExecutablePath;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches a file from the network to the host. */
@Module(
        name = "download",
        summary = "Downloads a file to the host",
        description = {
            "The host fetches the file itself, with curl or wget. With `checksum` a file that is there and agrees is not "
                    + "fetched again, what arrives is verified before it is put in place, and a transfer that breaks off "
                    + "is continued the next time.",
            "Without `checksum` a file that is there is left alone, whatever it holds, unless `force` is given; then it "
                    + "is fetched, and counts as changed, every time."
        },
        formerNames = {"get_url"},
        examples = {
            """
            - download:
                url: https://example.com/releases/app-1.2.3.tar.gz
                dest: /var/cache/app-1.2.3.tar.gz
                checksum: sha256:https://example.com/releases/sha256sums.txt
            """
        })
public final class DownloadModule implements ResourceModule<DownloadModule.Parameters, DownloadModule.State> {
    /** What a task gives. */
    public record Parameters(
            @Param("What to fetch: http, https, ftp or, with curl, file.") String url,
            @Param(value = "Where it goes. A directory, or a path that ends in `/`, takes the name in the address.",
                    aliases = "path")
            String dest,
            @Param("`sha256:` and the checksum, or the address of a list of checksums as sha256sum writes it.")
            @Nullable String checksum,
            @Param(value = "Without `checksum`: fetches also what is there already.", defaultValue = "false")
            boolean force,
            @Param("Headers sent with the request.") Map<String, String> headers,
            @Param(value = "The longest time to connect, and to wait for more data.", defaultValue = "10s")
            Duration timeout,
            @Param(value = "How often a transfer is tried again that failed for a passing reason.", defaultValue = "2")
            int retries,
            @Param(value = "Whether the server's certificate must be valid.", aliases = "validate_certs",
                    defaultValue = "true")
            boolean verifyTls,
            @Param("The user who owns the file; left as it is by default.") @Nullable String owner,
            @Param("The group of the file; left as it is by default.") @Nullable String group,
            @Param("Permissions, octal or symbolic; left as they are by default, 0644 for a new file.")
            @Nullable FileMode mode) {
        public Parameters {
            headers = Map.copyOf(headers);
            HostPaths.check("dest", dest);
            if (!url.matches("(https?|ftp)://[^/\\s]+.*|file:///.+")) {
                throw new InvalidParameterException("url",
                        "expected an address that begins with http://, https://, ftp:// or file:///");
            }
            if (url.chars().anyMatch(c -> c <= ' ')) {
                throw new InvalidParameterException("url", "an address cannot hold spaces", "Write %20 for a space.");
            }
            Checksums.check(checksum);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if ((header.getKey() + header.getValue()).chars().anyMatch(c -> c < ' ' && c != '\t')) {
                    throw new InvalidParameterException("headers", "a header cannot hold a line break");
                }
            }
            if (retries < 0) {
                throw new InvalidParameterException("retries", "expected 0 or more, found " + retries);
            }
        }
    }

    /**
     * The file.
     *
     * @param path in full
     * @param url where it comes from, without user and query
     * @param checksum its SHA-256
     * @param mode octal
     * @param fetched whether it is fetched although it is there
     */
    public record State(
            @Observed String path,
            @Observed String url,
            Kind state,
            @Nullable Value<String> checksum,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group,
            @Momentary boolean fetched,
            @Observed(internal = true) Seen seen) {}

    /**
     * @param sum what is on the host now
     * @param expected what the checksum is to be, or null
     */
    public record Seen(
            @Nullable FileInfo info, @Nullable String sum, @Nullable String expected, Ownership ownership) {}

    @Override
    public State observe(Parameters parameters, World world) {
        String dest = HostPaths.resolve(parameters.dest(), world);
        List<Query<?>> queries = new ArrayList<>(Ownership.queries(parameters.owner(), parameters.group()));
        queries.addAll(List.of(new FileStatus(dest, true), new FileStatus(Paths.parent(dest), true),
                new FileChecksum(dest), new ExecutablePath("curl"), new ExecutablePath("wget")));
        world.prefetch(queries);
        FileInfo info = world.ask(new FileStatus(dest, true));
        if (parameters.dest().endsWith("/") || (info != null && info.isDirectory())) {
            FileTarget.requireDirectory(dest, info);
            dest = Paths.below(dest, name(parameters.url()));
            info = world.ask(new FileStatus(dest, true));
        }
        if (info != null && !info.isFile()) {
            throw new TaskFailedException(dest + " is " + Kind.of(info).described() + ", not a file");
        }
        FileInfo parent = world.ask(new FileStatus(Paths.parent(dest), true));
        if (info == null) {
            FileTarget.requireDirectory(Paths.parent(dest), parent);
        }
        String expected = parameters.checksum() == null ? null
                : Checksums.expected(parameters.checksum(), parameters, world);
        String sum = info == null ? null : world.ask(new FileChecksum(dest));
        if (!(sum != null && (expected == null ? !parameters.force() : expected.equals(sum)))) {
            requireTool(world);
        }
        Ownership ownership = Ownership.of(world, parameters.owner(), parameters.group(), parent);
        return new State(dest, DownloadFile.shown(parameters.url()), Kind.of(info),
                sum == null ? null : Value.of(sum), info == null ? null : FileTarget.octal(info.mode()),
                info == null ? null : info.owner(), info == null ? null : info.group(), false,
                new Seen(info, sum, expected, ownership));
    }

    private static String name(String url) {
        String name = Paths.name(url.replaceFirst("[?#].*$", "").replaceFirst("^\\w+://[^/]*", ""));
        if (name.isEmpty()) {
            throw new TaskFailedException(
                    "the address " + DownloadFile.shown(url) + " ends in no name; give the name of the file in `dest`");
        }
        return java.net.URLDecoder.decode(name.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("/", "_");
    }

    private static void requireTool(World world) {
        if (world.ask(new ExecutablePath("curl")) == null && world.ask(new ExecutablePath("wget")) == null) {
            throw new TaskFailedException("neither curl nor wget is on the host", null,
                    List.of("Install one in an earlier task: `apt: {name: curl}`.",
                            "Or download it here and bring it to the host with `copy`."));
        }
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        Seen seen = current.seen();
        FileInfo info = seen.info();
        boolean fetched = parameters.force() && seen.expected() == null && info != null;
        Value<String> checksum = seen.expected() != null ? Value.of(seen.expected())
                : fetched || current.checksum() == null ? Value.later("the content is not known before it is fetched")
                : current.checksum();
        int present = info == null ? FileTarget.FILE_MODE : info.mode();
        int mode = parameters.mode() == null ? present : parameters.mode().apply(present, false);
        Ownership ownership = seen.ownership();
        return new State(current.path(), current.url(), Kind.FILE, checksum, FileTarget.octal(mode),
                FileTarget.chosen(ownership.owner(), info == null ? null : info.owner(), ownership.newOwner()),
                FileTarget.chosen(ownership.group(), info == null ? null : info.group(), ownership.newGroup()), fetched,
                seen);
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Seen seen = current.seen();
        FileInfo info = seen.info();
        String mode = FileTarget.text(wanted.mode());
        String owner = FileTarget.text(wanted.owner());
        String group = FileTarget.text(wanted.group());
        if (info != null && !wanted.fetched() && wanted.checksum() instanceof Value.Of<String>
                && wanted.checksum().equals(current.checksum())) {
            return List.of(FileTarget.attributes(current.path(), info, mode, owner, group));
        }
        Content former = seen.sum() == null || info == null ? null : new Content(seen.sum(), info.size(), null);
        return List.of(new DownloadFile(current.path(), parameters.url(), seen.expected(), parameters.headers(),
                parameters.timeout(), parameters.retries(), parameters.verifyTls(), FileTarget.bits(mode), owner, group,
                info == null ? null : new Before(info, former)));
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.dest();
    }

    @Override
    public boolean exists(State state) {
        return state.state() != Kind.ABSENT;
    }
}
