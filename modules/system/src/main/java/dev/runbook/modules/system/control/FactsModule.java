package dev.runbook.modules.system.control;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesVariables;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import dev.runbook.api.host.SystemFacts;
import dev.runbook.api.host.SystemFacts.Subset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The module {@code facts}. */
@Module(
        name = "facts",
        summary = "Reads what the host is: its system, hardware and network",
        description = {
            "Defines the variable `facts`. A play that uses facts gathers them by itself; this module gathers them"
                    + " anew, or only a part.",
            "Names: `hostname fqdn domain system kernel kernel_version architecture` (x86_64) `package_architecture`"
                    + " (amd64) `service_manager package_manager uptime_seconds`.",
            "Distribution: `distribution.id` (debian) `.name` (Debian) `.version` (12.5) `.major_version .codename"
                    + " .family` (Debian, RedHat, Suse, Alpine, Archlinux) `.description`.",
            "The user that tasks act as: `user.name .uid .group .gid .home .shell`. Time: `date_time.date .time"
                    + " .iso8601 .epoch .tz .tz_offset .year .month .day .hour .minute .second .day_of_year .weekday`"
                    + " (1 is Monday).",
            "Hardware: `cpu.count .model .sockets .cores_per_socket`; `memory.total_mb .free_mb .available_mb"
                    + " .swap_total_mb .swap_free_mb`; `load_average`; `mounts`, a list with `mount device type options"
                    + " size_bytes used_bytes available_bytes`; `disks`, a list with `name size_bytes model rotational"
                    + " removable`.",
            "Network: `network.ipv4_addresses .ipv6_addresses`; `network.default_ipv4.address .interface .gateway`, and"
                    + " `default_ipv6`, which are missing where there is no such route; `network.interfaces`, by name with"
                    + " `up mtu mac type ipv4 ipv6`; `network.dns.nameservers .search`.",
            "Virtual: `virtualization.type` (kvm, docker, none, …) `.guest .container`; `system_vendor product_name`.",
            "What a host cannot tell is not defined."
        },
        formerNames = {"setup", "gather_facts"},
        examples = {"facts: {}", "facts: {gather_subset: [min, network]}", "facts: {gather_subset: [all, \"!hardware\"]}"})
public final class FactsModule implements QueryModule<FactsModule.Parameters, FactsModule.Result> {
    /** Parameters of {@code facts}. */
    public record Parameters(
            @Param("Parts to read: all, min, hardware, network, virtual; `!network` leaves one out. Left out: all.")
                    List<String> gatherSubset) {
        public Parameters {
            gatherSubset = gatherSubset.stream()
                    .flatMap(entry -> Arrays.stream(entry.split(",")))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .toList();
            gatherSubset.forEach(Parameters::subset);
        }

        private static @Nullable Subset subset(String name) {
            String bare = name.startsWith("!") ? name.substring(1) : name;
            if (bare.equals("all")) {
                return null;
            }
            for (Subset subset : Subset.values()) {
                if (subset.name().toLowerCase(Locale.ROOT).equals(bare)) {
                    return subset;
                }
            }
            String known = Arrays.stream(Subset.values())
                    .map(subset -> subset.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new InvalidParameterException(
                    "gather_subset", "there is no part \"" + bare + "\" of the facts: expected all, " + known);
        }

        /** What is asked for; a list that only leaves parts out starts from all. */
        Set<Subset> subsets() {
            EnumSet<Subset> wanted = gatherSubset.stream().allMatch(name -> name.startsWith("!"))
                    ? EnumSet.allOf(Subset.class)
                    : EnumSet.noneOf(Subset.class);
            for (String name : gatherSubset) {
                Subset subset = subset(name);
                Set<Subset> meant = subset == null ? EnumSet.allOf(Subset.class) : EnumSet.of(subset);
                if (name.startsWith("!")) {
                    wanted.removeAll(meant);
                } else {
                    wanted.addAll(meant);
                }
            }
            return wanted;
        }
    }

    /** @param facts as documented with the module */
    public record Result(Map<String, Object> facts) implements ProvidesVariables {
        @Override
        public Map<String, @Nullable Object> variables() {
            return Map.of("facts", facts);
        }
    }

    @Override
    public Result query(Parameters parameters, World world) {
        return new Result(world.ask(new SystemFacts(parameters.subsets())));
    }
}
