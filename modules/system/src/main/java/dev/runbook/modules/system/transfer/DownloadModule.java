package dev.runbook.modules.system.transfer;

import dev.runbook.api.Action;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.ExecutablePath;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.SetAttributes;
import dev.runbook.api.host.WhoAmI;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The module {@code download}. */
@Module(
        name = "download",
        summary = "Downloads a file onto the host",
        description = {
            "With a checksum, a file that has it already is not fetched again, a partial download is resumed, and only"
                    + " what matches is put in place. Without one, a file that exists is taken to be good; `force`"
                    + " fetches it every time.",
            "The host fetches it itself, with curl or wget. Headers go to them through a private file, not their"
                    + " arguments."
        },
        formerNames = {"get_url"},
        examples = {
            "download: {url: \"https://example.com/app-1.2.tar.gz\", dest: /var/cache/app-1.2.tar.gz,"
                    + " checksum: \"sha256:https://example.com/sha256sums.txt\"}",
            "download: {url: \"https://example.com/tool\", dest: /usr/local/bin/tool, mode: 0755, owner: root, group: root}"
        })
public final class DownloadModule implements ResourceModule<DownloadModule.Parameters, DownloadModule.State> {
    private static final int DEFAULT_MODE = 0644;

    /** Parameters of {@code download}. */
    public record Parameters(
            @Param("Where from: http, https or ftp.") String url,
            @Param(value = "The file, or a directory (with a slash at its end) to put it in.", aliases = "path")
                    String dest,
            @Param("`sha256:` and the checksum, or the URL of a file with lines `<checksum>  <name>`.")
                    @Nullable String checksum,
            @Param("Fetch it even if it is there.") boolean force,
            @Param("Request headers.") Map<String, String> headers,
            @Param(value = "Longest time without an answer.", defaultValue = "30s") Duration timeout,
            @Param(value = "How often to try again.", defaultValue = "3") int retries,
            @Param("Permissions; of a new file 0644.") @Nullable FileMode mode,
            @Param("Owner; of a new file the user that the task acts as.") @Nullable String owner,
            @Param("Group; of a new file that user's.") @Nullable String group) {
        public Parameters {
            headers = Map.copyOf(headers);
            checkUrl("url", url);
            if (!dest.startsWith("/")) {
                throw new InvalidParameterException("dest", "expected an absolute path", "begin it with /");
            }
            if (checksum != null) {
                Checksum.check(checksum);
            }
            if (retries < 0) {
                throw new InvalidParameterException("retries", "expected 0 or more");
            }
        }

        static void checkUrl(String parameter, String url) {
            try {
                URI uri = new URI(url);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (!List.of("http", "https", "ftp").contains(scheme) || uri.getHost() == null) {
                    throw new InvalidParameterException(
                            parameter, "expected a URL such as https://example.com/file, not \"" + url + "\"");
                }
            } catch (URISyntaxException e) {
                throw new InvalidParameterException(parameter, "this is no URL: " + e.getMessage());
            }
        }

        String fileName() {
            String path = String.valueOf(URI.create(url).getPath());
            return Paths.name(path).isEmpty() ? "index.html" : Paths.name(path);
        }
    }

    /**
     * The file.
     *
     * @param dest its path
     * @param exists whether it is there
     * @param checksum its SHA-256
     * @param fetchedAgain fetched because of {@code force}
     */
    public record State(
            @Observed String dest,
            boolean exists,
            Value<String> checksum,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group,
            @Momentary boolean fetchedAgain,
            @Observed @Nullable String expected,
            @Observed String me,
            @Observed String myGroup,
            @Observed String url) {}

    @Override
    public State observe(Parameters parameters, World world) {
        FileStatus atDest = new FileStatus(Paths.normal(parameters.dest()), true);
        world.prefetch(List.of(atDest, new WhoAmI(), new ExecutablePath("curl"), new ExecutablePath("wget")));
        FileInfo there = world.ask(atDest);
        String path = atDest.path();
        if (parameters.dest().endsWith("/") || (there != null && there.isDirectory())) {
            path = Paths.below(path, parameters.fileName());
            there = world.ask(new FileStatus(path, true));
        }
        if (there != null && !there.isFile()) {
            throw new TaskFailedException(path + " is there and is no file");
        }
        String expected = parameters.checksum() == null
                ? null
                : Checksum.expected(parameters.checksum(), parameters, world);
        String sha256 = there == null ? null : world.ask(new FileChecksum(path));
        boolean mustFetch = parameters.force() || there == null || (expected != null && !expected.equals(sha256));
        if (mustFetch && world.ask(new ExecutablePath("curl")) == null && world.ask(new ExecutablePath("wget")) == null) {
            throw new TaskFailedException(
                    "there is neither curl nor wget on this host",
                    null,
                    List.of("install one first: apt: {name: curl}", "or use copy with a file on this side"));
        }
        var me = world.ask(new WhoAmI());
        return new State(
                path,
                there != null,
                Value.of(sha256),
                there == null ? null : FileMode.octal(there.mode()),
                there == null ? null : there.owner(),
                there == null ? null : there.group(),
                false,
                expected,
                me.user(),
                me.group(),
                parameters.url());
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        int before = current.mode() == null ? DEFAULT_MODE : Integer.parseInt(current.mode(), 8);
        int mode = parameters.mode() == null ? before : parameters.mode().apply(before, false);
        String owner = parameters.owner() != null
                ? parameters.owner()
                : current.owner() == null ? current.me() : current.owner();
        String group = parameters.group() != null
                ? parameters.group()
                : current.group() == null ? current.myGroup() : current.group();
        Value<String> checksum = current.expected() != null
                ? Value.of(current.expected())
                : current.exists() && !parameters.force()
                        ? current.checksum()
                        : Value.later("no checksum is given");
        boolean again = parameters.force() && current.exists() && current.expected() == null;
        return new State(
                current.dest(), true, checksum, FileMode.octal(mode), owner, group, again, current.expected(),
                current.me(), current.myGroup(), current.url());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        int mode = Integer.parseInt(String.valueOf(wanted.mode()), 8);
        String owner = String.valueOf(wanted.owner());
        String group = String.valueOf(wanted.group());
        boolean sameContent = current.exists()
                && !wanted.fetchedAgain()
                && (wanted.checksum() instanceof Value.Later<String> || wanted.checksum().equals(current.checksum()));
        if (!sameContent) {
            return List.of(new Fetch(
                    wanted.dest(), parameters.url(), parameters.headers(), wanted.expected(), mode, owner, group,
                    parameters.timeout(), parameters.retries()));
        }
        if (current.mode() != null && current.mode().equals(wanted.mode())
                && owner.equals(current.owner()) && group.equals(current.group())) {
            return List.of();
        }
        return List.of(new SetAttributes(
                wanted.dest(), FileMode.of(mode), owner, group, SetAttributes.Scope.PATH, Map.of()));
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.dest().endsWith("/") ? parameters.dest() + parameters.fileName() : parameters.dest();
    }

    @Override
    public boolean exists(State state) {
        return state.exists();
    }
}
