package dev.runbook.inventory;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads inventories, and the {@code group_vars/} and {@code host_vars/} that belong to them. A source is a YAML or INI
 * file, a program that prints Ansible's JSON, a YAML file that names a source written in Java ({@code plugin: NAME}), a
 * directory of all these, or a list of hosts with a comma in it.
 */
public final class InventoryLoader {
    /** The longest that one call of a program may take. */
    public static final Duration PROGRAM_LIMIT = Duration.ofMinutes(5);

    private final YamlReader yaml;
    private final SourceLoader files;
    private final InventoryPlugins plugins;
    private final Duration programLimit;

    public InventoryLoader(YamlReader yaml, SourceLoader files) {
        this(yaml, files, InventoryPlugins.NONE, PROGRAM_LIMIT);
    }

    public InventoryLoader(YamlReader yaml, SourceLoader files, InventoryPlugins plugins) {
        this(yaml, files, plugins, PROGRAM_LIMIT);
    }

    InventoryLoader(YamlReader yaml, SourceLoader files, InventoryPlugins plugins, Duration programLimit) {
        this.yaml = yaml;
        this.files = files;
        this.plugins = plugins;
        this.programLimit = programLimit;
    }

    /** {@link #load(InventoryRequest, Diagnostics)}, with paths relative to the directory the engine runs in. */
    public Inventory load(List<String> sources, @Nullable Path runbookDirectory, Diagnostics diagnostics) {
        return load(new InventoryRequest(sources, Path.of(""), runbookDirectory), diagnostics);
    }

    /**
     * Reads sources in their order; what a later one says of a host or group adds to and wins over what earlier ones
     * say. Programs are run, and sources written in Java asked.
     *
     * @return what could be read; all that could not is in the collector
     */
    public Inventory load(InventoryRequest request, Diagnostics diagnostics) {
        return new InventoryReading(request, yaml, files, plugins, programLimit, diagnostics).read(this);
    }

    /**
     * Reads an inventory again, from the same sources and by the loader that read it: {@code meta: refresh_inventory}.
     * What {@link Inventory#withHost} and {@link Inventory#withGroup} added is added again. Variables of hosts are new objects.
     *
     * @param earlier one that {@link #load} gave, or that was made of it
     * @return what could be read; all that could not is in the collector, and with errors in it {@code earlier} is better
     * @throws dev.runbook.language.RunbookException where what was added cannot be added any more
     */
    public Inventory reload(Inventory earlier, Diagnostics diagnostics) {
        Inventory.Origin origin = earlier.origin();
        Inventory fresh =
                origin == null ? Inventory.localhostOnly() : origin.loader().load(origin.request(), diagnostics);
        return fresh.withAdditionsOf(earlier);
    }

    static void empty(Source source, Diagnostics diagnostics) {
        diagnostics.add(Diagnostic.warning(Codes.EMPTY_INVENTORY.id(), Span.start(source), "This inventory names no hosts"));
    }
}
