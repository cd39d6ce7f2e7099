package dev.runbook.modules.system.packaging;

import dev.runbook.api.Query;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PackageStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at the packages a task is about, and at what apt would do with them. */
final class AptObservation {
    private final AptParameters parameters;
    private final World world;
    private final AptCacheStatus.Cache cache;
    private final boolean updateDue;
    private final Map<String, Value<String>> installed = new TreeMap<>();
    private final List<String> configurationLeft = new ArrayList<>();
    private final Set<String> named = new LinkedHashSet<>();
    private final List<String> later = new ArrayList<>();

    AptObservation(AptParameters parameters, World world) {
        this.parameters = parameters;
        this.world = world;
        List<Query<?>> queries = new ArrayList<>(List.of(new AptCacheStatus()));
        parameters.requests().stream()
                .filter(request -> !request.glob())
                .forEach(request -> queries.add(new PackageStatus(request.name())));
        world.prefetch(queries);
        cache = world.ask(new AptCacheStatus());
        if (!cache.apt()) {
            throw new TaskFailedException(
                    "apt is not on this host" + (cache.system().isEmpty() ? "" : " (" + cache.system() + ")"));
        }
        updateDue = parameters.updates() && tooOld();
    }

    private boolean tooOld() {
        long valid = parameters.cacheValidTime() == null ? 0 : parameters.cacheValidTime().toSeconds();
        return valid == 0
                || cache.updated() == 0
                || cache.now() - cache.updated() > valid
                || cache.sourcesPredicted();
    }

    AptState state() {
        List<String> words = words();
        AptPlan plan = AptPlan.NOTHING;
        boolean all = parameters.name().isEmpty() && !parameters.onlyUpdates();
        if (!words.isEmpty() || all) {
            plan = simulate(words);
            words.removeAll(later);
        }
        Map<String, String> alongside = new TreeMap<>();
        for (AptPlan.Change change : plan.changes()) {
            if (!named.contains(change.name()) && !change.from().isEmpty()) {
                alongside.put(change.name(), change.from());
            }
        }
        List<String> everything = new ArrayList<>(words);
        everything.addAll(later);
        return new AptState(
                installed,
                configurationLeft,
                alongside,
                false,
                cache.updated(),
                new AptState.Plan(updateDue, everything, plan, List.copyOf(named), names(later)));
    }

    /** What apt-get has to be asked about; what is as wanted without asking is left out. */
    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (PackageRequest request : parameters.requests()) {
            if (request.glob()) {
                words.add(request.text());
                continue;
            }
            PackageInfo info = world.ask(new PackageStatus(request.name()));
            boolean there = info.installed();
            boolean left = info.state() == PackageInfo.State.CONFIGURATION_LEFT && parameters.purge();
            named.add(request.name());
            if (there || info.state() == PackageInfo.State.BROKEN && absent()) {
                installed.put(request.name(), info.version());
            }
            if (absent()) {
                if (left) {
                    configurationLeft.add(request.name());
                }
                if (left || info.state() != PackageInfo.State.ABSENT
                        && info.state() != PackageInfo.State.CONFIGURATION_LEFT) {
                    words.add(request.text());
                }
            } else if (!there || parameters.state() == AptParameters.State.LATEST || !accepts(request, info)) {
                words.add(request.text());
            }
        }
        return words;
    }

    private boolean absent() {
        return parameters.state() == AptParameters.State.ABSENT;
    }

    /** A version that is only predicted and not known is taken to be the one that was asked for. */
    private static boolean accepts(PackageRequest request, PackageInfo info) {
        return !(info.version() instanceof Value.Of<String>(String version))
                || version == null
                || request.accepts(version);
    }

    private AptPlan simulate(List<String> words) {
        boolean refresh = (updateDue || cache.refreshPredicted()) && !absent();
        AptPlan plan = world.ask(new AptSimulation(parameters.arguments(words), refresh));
        List<String> missing = plan.missing();
        if (!missing.isEmpty()) {
            if (!cache.sourcesPredicted() || absent()) {
                throw unknown(missing, plan);
            }
            words.stream().filter(word -> missing.contains(PackageRequest.parse(word).name())).forEach(later::add);
            List<String> known = new ArrayList<>(words);
            known.removeAll(later);
            plan = known.isEmpty()
                    ? AptPlan.NOTHING
                    : world.ask(new AptSimulation(parameters.arguments(known), refresh));
        }
        if (!plan.succeeded()) {
            throw new TaskFailedException("apt refuses: " + String.join("; ", plan.problems()));
        }
        plan.selected().forEach((asked, packages) -> select(asked, packages));
        return plan;
    }

    /** A glob stands for all that it matches, a virtual package for the one that provides it. */
    private void select(String asked, List<String> packages) {
        boolean wanted = parameters.requests().stream().anyMatch(request -> request.name().equals(asked));
        if (!wanted) {
            return;
        }
        named.remove(asked);
        List<PackageStatus> queries = packages.stream().map(PackageStatus::new).toList();
        world.prefetch(queries);
        for (PackageStatus query : queries) {
            PackageInfo info = world.ask(query);
            // Of what a glob removes, only what is there is of interest.
            if (info.installed()) {
                installed.put(query.name(), info.version());
            }
            named.add(query.name());
        }
    }

    private TaskFailedException unknown(List<String> missing, AptPlan plan) {
        List<String> hints = new ArrayList<>();
        for (String name : missing) {
            List<String> providers = plan.providers().getOrDefault(name, List.of());
            if (!providers.isEmpty()) {
                hints.add(name + " is provided by several packages; name one of them: " + String.join(", ", providers));
            }
            List<String> similar = providers.isEmpty() ? Similar.to(name, plan.similar()) : List.of();
            if (!similar.isEmpty() && !similar.contains(name)) {
                hints.add("there is " + String.join(", ", similar));
            }
        }
        if (cache.updated() == 0) {
            hints.add("this host has no package lists yet: update_cache: true reads them");
        } else if (!parameters.updates() && plan.providers().isEmpty()) {
            hints.add("the package lists may be old: update_cache: true reads them anew");
        }
        String problems = plan.problems().isEmpty()
                ? "there is no package " + String.join(", ", missing)
                : String.join("; ", plan.problems().stream().map(line -> line.substring(3)).toList());
        return new TaskFailedException(problems, null, hints);
    }

    private static List<String> names(List<String> words) {
        return words.stream().map(word -> PackageRequest.parse(word).name()).toList();
    }
}
