package dev.runbook.execution;

import dev.runbook.expression.Scope;
import dev.runbook.inventory.HostPattern;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.SourceLoader;
import dev.runbook.variables.Variables;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which hosts a play is for: its pattern, narrowed by {@code --limit}. */
final class Selection {
    private final Variables variables;
    private final RunOptions options;
    private final IdentityHashMap<Program.Play, List<String>> known = new IdentityHashMap<>();

    private final boolean grows;

    Selection(Variables variables, RunOptions options, Program program) {
        this.variables = variables;
        this.grows = program.plays().stream().flatMap(play -> Steps.everything(play).stream()).anyMatch(Selection::adds);
        this.options = options;
    }

    private static boolean adds(Program.Task task) {
        return switch (task.action()) {
            case Program.Action.OfModule module -> module.module().addsHosts();
            case Program.Action.Include include -> include.known() == null;
            case Program.Action.Meta meta -> meta.what().equals("refresh_inventory");
            case Program.Action.IncludeVars vars -> false;
            case Program.Action.ValidateArguments validate -> false;
        };
    }

    /** Whether tasks may add hosts and groups, so that a pattern that selects nothing now may select some later. */
    boolean grows() {
        return grows;
    }

    /** Says what is wrong with the pattern, and whether it selects nothing. */
    void check(Program.Play play, Diagnostics diagnostics) {
        List<String> selected = select(play, diagnostics);
        known.put(play, selected);
        if (selected.isEmpty() && !grows && options.limit() == null && !options.allowEmpty() && !diagnostics.hasErrors()) {
            diagnostics.add(Diagnostic.error(
                    "no-hosts",
                    play.ast().hosts().span(),
                    "this pattern selects no host",
                    variables.inventory().hosts().isEmpty()
                            ? "there is no inventory: give one with -i, or use hosts: localhost"
                            : "`runbook inventory graph` shows what there is",
                    "--allow-empty accepts a run that selects nothing"));
        }
    }

    /** {@code --limit} may leave plays without a host, but not all of them. */
    void checkLimit(List<Program.Play> plays, Diagnostics diagnostics) {
        String limit = options.limit();
        if (limit != null
                && !plays.isEmpty()
                && !options.allowEmpty()
                && !diagnostics.hasErrors()
                && !grows
                && plays.stream().allMatch(play -> hosts(play).isEmpty())) {
            diagnostics.add(Diagnostic.error(
                    "no-hosts",
                    null,
                    "--limit " + limit + " leaves no host of any play",
                    "--list-hosts without it shows the hosts of each play",
                    "--allow-empty accepts a run that selects nothing"));
        }
    }

    /** Whether a runbook is only read, and without the inventory that would tell what its hosts are. */
    boolean withoutInventory() {
        return options.allowEmpty() && variables.inventory().hosts().isEmpty();
    }

    /** The hosts, in the order of the inventory. */
    List<String> hosts(Program.Play play) {
        return known.getOrDefault(play, List.of());
    }

    private List<String> select(Program.Play play, Diagnostics diagnostics) {
        HostPattern pattern;
        boolean missing = play.ast().hosts() instanceof Node.ScalarNode written && written.text().isEmpty();
        if (missing && diagnostics.hasErrors()) {
            return List.of(); // said already
        }
        if (play.hosts().literal()) {
            pattern = HostPattern.of(play.ast().hosts(), diagnostics);
        } else {
            try {
                pattern = HostPattern.of(text(play.hosts().evaluate(scope(play))), play.hosts().span(), diagnostics);
            } catch (RunbookException e) {
                e.diagnostics().forEach(diagnostics::add);
                return List.of();
            }
        }
        List<String> hosts = names(pattern, diagnostics);
        String limit = options.limit();
        if (limit == null) {
            return hosts;
        }
        List<String> within = names(HostPattern.limit(limit, new SourceLoader(), diagnostics), diagnostics);
        return hosts.stream().filter(within::contains).toList();
    }

    private List<String> names(HostPattern pattern, Diagnostics diagnostics) {
        return pattern.select(variables.inventory(), withoutInventory() || grows ? new Diagnostics() : diagnostics).stream().map(InventoryHost::name).toList();
    }

    private static String text(@Nullable Object pattern) {
        return pattern instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(pattern);
    }

    /** Patterns see what does not depend on a host: {@code -e} and the play's own variables. */
    private Scope scope(Program.Play play) {
        return variables.host("localhost").scope(play.frames());
    }

}
