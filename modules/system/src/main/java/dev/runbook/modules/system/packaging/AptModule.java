package dev.runbook.modules.system.packaging;

import dev.runbook.api.Action;
import dev.runbook.api.Module;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The module {@code apt}. */
@Module(
        name = "apt",
        summary = "Manages packages on Debian, Ubuntu and their relatives",
        description = {
            "All packages of a task are installed or removed in one transaction, which never asks, keeps configuration"
                    + " files that were changed, and waits while another program uses apt.",
            "What changes is what apt itself says it would do, so the preview names versions and the other packages that"
                    + " come along or have to go. Where the package lists are to be updated first, the preview judges by"
                    + " the lists as they would be.",
            "Where an earlier task would change the sources, a package that apt does not know yet is taken to come from"
                    + " there, in a version that is not known yet."
        },
        examples = {
            "apt: {name: [nginx, curl], update_cache: true, cache_valid_time: 1h}",
            "apt: {name: prometheus=2.42*, install_recommends: false}",
            "apt: {upgrade: safe, cache_valid_time: 1h}",
            "apt: {name: telnet, state: absent, purge: true, autoremove: true}"
        })
public final class AptModule implements ResourceModule<AptParameters, AptState> {
    @Override
    public AptState observe(AptParameters parameters, World world) {
        return new AptObservation(parameters, world).state();
    }

    @Override
    public AptState wanted(AptParameters parameters, AptState current) {
        AptState.Plan plan = current.plan();
        Map<String, Value<String>> packages = new TreeMap<>(current.packages());
        Map<String, String> alongside = new TreeMap<>(current.alongside());
        List<String> left = new ArrayList<>(current.configurationLeft());
        for (AptPlan.Change change : plan.simulated().changes()) {
            boolean named = plan.named().contains(change.name());
            if (change.to().isEmpty()) {
                packages.remove(change.name());
                alongside.remove(change.name());
                if (change.purged()) {
                    left.remove(change.name());
                }
            } else if (named) {
                packages.put(change.name(), Value.of(change.to()));
            } else {
                alongside.put(change.name(), change.to());
            }
        }
        plan.later().forEach(name -> packages.put(name, Value.later("the package lists are not updated yet")));
        boolean changes = !plan.simulated().changes().isEmpty() || !plan.later().isEmpty();
        return new AptState(
                packages,
                left,
                alongside,
                plan.updateDue() && (changes || parameters.onlyUpdates()),
                current.cacheUpdateTime(),
                plan);
    }

    @Override
    public List<Action> actions(AptParameters parameters, AptState current, AptState wanted) {
        AptState.Plan plan = wanted.plan();
        List<Action> actions = new ArrayList<>();
        if (wanted.cacheUpdated()) {
            actions.add(new UpdatePackageLists(parameters.lockTimeout()));
        }
        if (!plan.simulated().changes().isEmpty() || !plan.later().isEmpty()) {
            actions.add(new AptTransaction(
                    parameters.arguments(plan.words()),
                    plan.simulated().changes(),
                    plan.later(),
                    parameters.lockTimeout()));
        }
        return actions;
    }

    @Override
    public String target(AptParameters parameters) {
        if (parameters.onlyUpdates()) {
            return "package lists";
        }
        if (parameters.name().isEmpty()) {
            return "packages";
        }
        return (parameters.name().size() == 1 ? "package " : "packages ") + String.join(", ", parameters.name());
    }
}
