package dev.runbook.variables;

import dev.runbook.expression.Scope;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The variables of one host for one run. Safe for use by several threads. */
public final class HostVariables {
    private final Variables run;
    /** Replaced as a whole when the inventory changes. */
    private volatile Given given;
    /** What the run itself writes, highest level first; few levels, read far more often than added to. */
    private volatile List<Level> written = List.of();
    private final Map<Variable, Memo> memos = new ConcurrentHashMap<>();

    private record Level(Precedence precedence, Map<String, Variable> variables) {}

    HostVariables(Variables run, InventoryHost host) {
        this.run = run;
        this.given = Given.of(run, host);
    }

    /** What inventory and engine say of the host. */
    private record Given(
            InventoryHost host, List<Variable> own, Map<String, Variable> inventory, Map<String, Variable> magic) {
        static Given of(Variables run, InventoryHost host) {
            List<Variable> own = Variables.variables(host.variables(), Precedence.INVENTORY_HOST);
            Map<String, Variable> winners = new HashMap<>();
            host.groups().forEach(group -> run.group(group).forEach(variable -> winners.put(variable.name(), variable)));
            own.forEach(variable -> winners.put(variable.name(), variable));
            return new Given(host, own, winners, HostVariables.magic(run, host));
        }
    }

    /** The inventory has changed. */
    void rebase(InventoryHost host) {
        given = Given.of(run, host);
        memos.clear();
    }

    private static Map<String, Variable> magic(Variables run, InventoryHost host) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String name = host.name();
        values.put("inventory_hostname", name);
        boolean isName = !name.matches("[0-9.]+") && name.indexOf('.') > 0;
        values.put("inventory_hostname_short", isName ? name.substring(0, name.indexOf('.')) : name);
        values.put("group_names", host.groups().stream().filter(group -> !group.equals("all")).sorted().toList());
        if (host.directory() != null) {
            values.put("inventory_dir", host.directory().toAbsolutePath().normalize().toString());
        }
        for (String shared : List.of("groups", "check_mode", "runbook_dir", "play_hosts")) {
            values.put(shared, run.shared(shared));
        }
        values.put(HostVars.NAME, null);
        Map<String, Variable> magic = new HashMap<>();
        values.forEach((key, value) -> magic.put(key, Variable.data(key, value, Precedence.MAGIC, "built in", null)));
        return magic;
    }

    public String name() {
        return given.host().name();
    }

    public InventoryHost inventoryHost() {
        return given.host();
    }

    /**
     * Sets a variable to data: facts, {@code set_fact}, {@code register}. It is never evaluated.
     *
     * @param origin what the place is called: {@code task "Read version"}
     */
    public void define(
            Precedence precedence, String name, @Nullable Object value, String origin, @Nullable Span span) {
        level(precedence).put(name, Variable.data(name, value, precedence, origin, span));
    }

    /**
     * Sets a variable to data that is fetched only when something asks for it: facts.
     *
     * @param value called each time; should remember what it fetched
     */
    public void defineLater(
            Precedence precedence, String name, Supplier<? extends @Nullable Object> value, String origin) {
        level(precedence).put(name, Variable.later(name, value, precedence, origin));
    }

    /** Adds variables for the rest of the run: {@code include_vars}. */
    public void define(Frame frame) {
        Map<String, Variable> level = level(frame.precedence());
        frame.all().forEach(variable -> level.put(variable.name(), variable));
    }

    /** Takes back what {@link #define} set at this level. */
    public void undefine(Precedence precedence, String name) {
        level(precedence).remove(name);
    }

    private Map<String, Variable> level(Precedence precedence) {
        for (Level level : written) {
            if (level.precedence == precedence) {
                return level.variables;
            }
        }
        return addLevel(precedence);
    }

    private synchronized Map<String, Variable> addLevel(Precedence precedence) {
        for (Level level : written) {
            if (level.precedence == precedence) {
                return level.variables;
            }
        }
        Level added = new Level(precedence, new ConcurrentHashMap<>());
        List<Level> levels = new ArrayList<>(written);
        levels.add(added);
        levels.sort(Comparator.comparing(Level::precedence).reversed());
        written = List.copyOf(levels);
        return added.variables;
    }

    /**
     * What is visible with these frames. Cheap; made for each task and loop item.
     *
     * @param frames of play, blocks, task and loop, outer before inner; of two at one level the later wins
     */
    public Scope scope(List<Frame> frames) {
        return new HostScope(this, List.copyOf(frames));
    }

    /** All definitions of a variable that are visible with these frames: the one that wins, then those that lose. */
    public List<Variable> explain(String name, List<Frame> frames) {
        List<Variable> found = new ArrayList<>();
        given.host().groups().forEach(group -> run.group(group).stream().filter(v -> v.name().equals(name)).forEach(found::add));
        given.own().stream().filter(v -> v.name().equals(name)).forEach(found::add);
        written.forEach(level -> addIfThere(found, level.variables.get(name)));
        frames.forEach(frame -> addIfThere(found, frame.get(name)));
        addIfThere(found, run.extra().get(name));
        addIfThere(found, given.magic().get(name));
        // The sort is stable, so within a level what was found later stays later.
        found.sort((a, b) -> a.precedence().compareTo(b.precedence()));
        return List.copyOf(found.reversed());
    }

    private static void addIfThere(List<Variable> list, @Nullable Variable variable) {
        if (variable != null) {
            list.add(variable);
        }
    }

    /** All names visible with these frames. */
    public Set<String> names(List<Frame> frames) {
        Set<String> names = new TreeSet<>(given.inventory().keySet());
        names.addAll(given.magic().keySet());
        names.addAll(run.extra().names());
        written.forEach(level -> names.addAll(level.variables.keySet()));
        frames.forEach(frame -> names.addAll(frame.names()));
        return names;
    }

    Variables run() {
        return run;
    }

    List<Variable> own() {
        return given.own();
    }

    Set<String> inventoryNames() {
        return new TreeSet<>(given.inventory().keySet());
    }

    Map<Variable, Memo> memos() {
        return memos;
    }

    /** The definition that wins; null if there is none. */
    @Nullable Variable resolve(String name, List<Frame> frames) {
        Variable best = null;
        for (int i = frames.size() - 1; i >= 0; i--) {
            Variable candidate = frames.get(i).get(name);
            if (candidate != null && (best == null || candidate.precedence().compareTo(best.precedence()) > 0)) {
                best = candidate;
            }
        }
        if (best == null || best.precedence().compareTo(Precedence.MAGIC) < 0) {
            best = higher(best, given.magic().get(name));
        }
        best = higher(best, run.extra().get(name));
        for (Level level : written) {
            Variable candidate = level.variables.get(name);
            if (candidate != null) {
                best = higher(best, candidate);
                break;
            }
        }
        return higher(best, given.inventory().get(name));
    }

    private static @Nullable Variable higher(@Nullable Variable best, @Nullable Variable other) {
        return best == null || (other != null && other.precedence().compareTo(best.precedence()) > 0) ? other : best;
    }

    /**
     * A value once computed, and all it was computed from.
     *
     * @param uses every variable it depends on, directly or not, with the definition that won
     */
    record Memo(@Nullable Object value, List<Use> uses) {
        Memo {
            uses = List.copyOf(uses);
        }
    }

    /** @param variable null where there was none */
    record Use(HostVariables host, String name, @Nullable Variable variable) {
        Use {
            Objects.requireNonNull(name);
        }

        /** One that never holds again: for what depends on the moment. */
        static Use passing(HostVariables host, String name) {
            return new Use(host, name, Variable.data(name, null, Precedence.MAGIC, "the moment", null));
        }
    }
}
