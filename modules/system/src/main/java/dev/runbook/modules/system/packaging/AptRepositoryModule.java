package dev.runbook.modules.system.packaging;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Module;
import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.Before;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.RemovePath;
import dev.runbook.api.host.WriteFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The module {@code apt_repository}. */
@Module(
        name = "apt_repository",
        summary = "Manages a package repository of apt, with its key",
        description = {
            "The repository goes into /etc/apt/sources.list.d/NAME.sources, in apt's deb822 format, and its key into"
                    + " /etc/apt/keyrings/NAME.asc, where it vouches for this repository alone.",
            "The fingerprint of the key is compared before the key is put in place. A key that is there already is not"
                    + " fetched again, as long as its fingerprint is the one that is asked for."
        },
        formerNames = {"apt_key", "deb822_repository"},
        examples = {
            "apt_repository:\n  name: grafana\n  uris: https://apt.grafana.com\n  suites: stable\n  components: main\n"
                    + "  key_url: https://apt.grafana.com/gpg-full.key\n"
                    + "  key_fingerprint: B53A E77B ADB6 30A6 8304 6005 963F A277 10458545",
            "apt_repository: {repo: \"deb [arch=amd64] https://apt.example.org stable main\", key: example.asc}",
            "apt_repository: {name: grafana, state: absent}"
        })
public final class AptRepositoryModule implements ResourceModule<AptRepositoryParameters, AptRepositoryState> {
    private static final String SOURCES = "/etc/apt/sources.list.d";
    private static final String KEYRINGS = "/etc/apt/keyrings";

    @Override
    public AptRepositoryState observe(AptRepositoryParameters parameters, World world) {
        String sources = sourcesPath(parameters);
        boolean present = parameters.state() == AptRepositoryParameters.State.PRESENT;
        List<Query<?>> queries = new ArrayList<>(List.of(
                new AptCacheStatus(),
                new FileStatus(SOURCES, true),
                new FileStatus(KEYRINGS, true),
                new FileStatus(sources, false),
                new FileContent(sources, null)));
        world.prefetch(queries);
        AptCacheStatus.Cache cache = world.ask(new AptCacheStatus());
        if (!cache.apt()) {
            throw new TaskFailedException(
                    "apt is not on this host" + (cache.system().isEmpty() ? "" : " (" + cache.system() + ")"));
        }
        FileInfo sourcesBefore = world.ask(new FileStatus(sources, false));
        RepositoryKey key = RepositoryKey.observe(parameters, KEYRINGS + "/" + parameters.fileName(), world);
        List<String> missing = new ArrayList<>();
        if (present) {
            for (String directory : key.path() == null ? List.of(SOURCES) : List.of(SOURCES, KEYRINGS)) {
                if (world.ask(new FileStatus(directory, true)) == null) {
                    missing.add(directory);
                }
            }
        }
        return new AptRepositoryState(
                file(sources, sourcesBefore, world.ask(new FileContent(sources, null))),
                key.path() == null ? null : file(key.path(), key.before(), key.content()),
                false,
                new AptRepositoryState.Found(key.path(), key.payload(), missing, sourcesBefore, key.before()));
    }

    private static String sourcesPath(AptRepositoryParameters parameters) {
        return SOURCES + "/" + parameters.fileName() + ".sources";
    }

    private static AptRepositoryState.@Nullable File file(
            String path, @Nullable FileInfo info, @Nullable Content content) {
        return info == null || content == null
                ? null
                : new AptRepositoryState.File(path, content, info.owner(), info.group(), FileMode.octal(info.mode()));
    }

    @Override
    public AptRepositoryState wanted(AptRepositoryParameters parameters, AptRepositoryState current) {
        AptRepositoryState.Found found = current.found();
        AptRepositoryState.File sources = null;
        AptRepositoryState.File key = null;
        if (parameters.state() == AptRepositoryParameters.State.PRESENT) {
            sources = wantedFile(
                    sourcesPath(parameters), Content.of(parameters.source(found.keyPath()).deb822()));
            Payload payload = found.keyPayload();
            Content content = payload != null
                    ? payload.content()
                    : current.key() != null ? current.key().content() : null;
            key = found.keyPath() == null || content == null ? null : wantedFile(found.keyPath(), content);
        }
        boolean changed = !Objects.equals(sources, current.sources()) || !Objects.equals(key, current.key());
        return new AptRepositoryState(sources, key, changed && parameters.updateCache(), found);
    }

    private static AptRepositoryState.File wantedFile(String path, Content content) {
        return new AptRepositoryState.File(path, content, "root", "root", "0644");
    }

    @Override
    public List<Action> actions(
            AptRepositoryParameters parameters, AptRepositoryState current, AptRepositoryState wanted) {
        AptRepositoryState.Found found = current.found();
        List<Action> actions = new ArrayList<>();
        found.missingDirectories().forEach(
                directory -> actions.add(new MakeDirectory(directory, 0755, "root", "root")));
        change(current.key(), wanted.key(), found.keyPayload(), found.keyBefore(), actions);
        Payload payload = wanted.sources() == null
                ? null
                : Payload.of(parameters.source(found.keyPath()).deb822());
        change(current.sources(), wanted.sources(), payload, found.sourcesBefore(), actions);
        if (wanted.cacheUpdated()) {
            actions.add(new UpdatePackageLists(parameters.lockTimeout()));
        }
        return actions;
    }

    private static void change(
            AptRepositoryState.@Nullable File current,
            AptRepositoryState.@Nullable File wanted,
            @Nullable Payload payload,
            @Nullable FileInfo info,
            List<Action> actions) {
        if (Objects.equals(current, wanted)) {
            return;
        }
        Before before = current == null || info == null ? null : new Before(info, current.content());
        if (wanted == null) {
            actions.add(new RemovePath(Objects.requireNonNull(current).path(), false, before));
            return;
        }
        String text = wanted.content().text();
        Payload bytes = payload != null ? payload : Payload.of(Objects.requireNonNull(text));
        actions.add(new WriteFile(wanted.path(), bytes, 0644, "root", "root", before));
    }

    @Override
    public String target(AptRepositoryParameters parameters) {
        return "repository " + parameters.fileName();
    }

    @Override
    public boolean exists(AptRepositoryState state) {
        return state.sources() != null;
    }
}
