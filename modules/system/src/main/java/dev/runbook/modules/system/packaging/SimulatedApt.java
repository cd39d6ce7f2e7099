package dev.runbook.modules.system.packaging;

import dev.runbook.api.Value;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.simulated.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What apt would do on a simulated machine, where no package depends on another. */
final class SimulatedApt {
    private SimulatedApt() {}

    static AptPlan plan(List<String> arguments, Machine machine) {
        int names = arguments.indexOf("--");
        boolean purge = arguments.contains("--purge");
        boolean remove = names > 0 && arguments.get(names - 1).equals("remove");
        List<AptPlan.Change> changes = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, List<String>> selected = new LinkedHashMap<>();
        for (String word : names < 0 ? List.<String>of() : arguments.subList(names + 1, arguments.size())) {
            PackageRequest request = PackageRequest.parse(word);
            List<String> meant = request.glob() ? matches(request.name(), machine) : List.of(request.name());
            if (request.glob()) {
                selected.put(request.name(), meant);
            }
            for (String name : meant) {
                if (remove) {
                    remove(name, purge, machine, changes);
                } else {
                    install(name, request.version(), machine, changes, problems);
                }
            }
        }
        return new AptPlan(problems.isEmpty() ? 0 : 100, changes, selected, List.of(), problems, Map.of(), List.of());
    }

    private static List<String> matches(String glob, Machine machine) {
        return machine.packages().keySet().stream()
                .filter(name -> PackageRequest.globMatches(glob, name))
                .sorted()
                .toList();
    }

    private static void remove(String name, boolean purge, Machine machine, List<AptPlan.Change> changes) {
        PackageInfo info = machine.packages().get(name);
        if (info != null && (info.installed() || purge)) {
            changes.add(new AptPlan.Change(name, String.valueOf(version(info)), "", purge));
        }
    }

    private static void install(
            String name, String version, Machine machine, List<AptPlan.Change> changes, List<String> problems) {
        String available = machine.available(name);
        if (available == null) {
            problems.add("E: Unable to locate package " + name);
            return;
        }
        // Any version that is asked for exactly can be had.
        String wanted = version.isEmpty() || version.contains("*") || version.contains("?") ? available : version;
        PackageInfo present = machine.packages().get(name);
        String from = present == null || !present.installed() ? "" : String.valueOf(version(present));
        if (!from.equals(wanted)) {
            changes.add(new AptPlan.Change(name, from, wanted, false));
        }
    }

    private static @Nullable String version(PackageInfo info) {
        return info.version() instanceof Value.Of<String>(String version) ? version : "";
    }
}
