package dev.runbook.catalog;

import dev.runbook.api.FoundInventory;
import dev.runbook.api.InventoryPlugin;
import dev.runbook.api.InventorySource;
import dev.runbook.api.InventorySourceException;
import dev.runbook.expression.Expressions;
import dev.runbook.inventory.InventoryPlugins;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@link InventorySource}s there are. Their parameters are checked and bound as those of modules are. */
public final class InventorySources {
    private final Map<String, Entry> entries = new TreeMap<>();

    private record Entry(InventorySource<?> source, RecordShape parameters, String origin) {}

    /**
     * What can be known of a source without asking it.
     *
     * @param parameters the record its parameters are bound to
     * @param origin where it came from: {@code built in}, or a jar's file name
     */
    public record Described(InventoryPlugin plugin, RecordShape parameters, String origin) {}

    InventorySources() {}

    /** Those on a class path. */
    public static InventorySources load(ClassLoader loader) {
        InventorySources sources = new InventorySources();
        sources.services(loader, "built in", false, (origin, problem) -> {
            throw new IllegalArgumentException(origin + ": " + problem);
        });
        return sources;
    }

    /** By name. */
    public Map<String, Described> all() {
        Map<String, Described> all = new TreeMap<>();
        entries.forEach((name, entry) -> all.put(
                name,
                new Described(
                        entry.source.getClass().getAnnotation(InventoryPlugin.class), entry.parameters, entry.origin)));
        return all;
    }

    /** A broken provider costs one entry; the iterator then goes on with the next. */
    void services(ClassLoader loader, String origin, boolean ownOnly, BiConsumer<String, String> problem) {
        @SuppressWarnings("rawtypes")
        Iterator<ServiceLoader.Provider<InventorySource>> providers =
                ServiceLoader.load(InventorySource.class, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                var provider = providers.next();
                if (!ownOnly || loader.equals(provider.type().getClassLoader())) {
                    add(provider.get(), origin, problem);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                problem.accept(origin, "a source of inventory cannot be loaded: " + e.getMessage());
            } catch (UnusableModuleException e) {
                problem.accept(origin, String.valueOf(e.getMessage()));
            }
        }
    }

    int size() {
        return entries.size();
    }

    private void add(InventorySource<?> source, String origin, BiConsumer<String, String> problem)
            throws UnusableModuleException {
        Class<?> type = source.getClass();
        InventoryPlugin annotation = type.getAnnotation(InventoryPlugin.class);
        if (annotation == null || !annotation.name().matches("[a-z][a-z0-9_]*")) {
            throw new UnusableModuleException(type.getName()
                    + " needs an @InventoryPlugin with a name in lower case, its words joined by underscores");
        }
        Entry present = entries.get(annotation.name());
        if (present != null) {
            if (present.source.getClass() != type) {
                problem.accept(origin, "it has a source of inventory `" + annotation.name()
                        + "`, but there is one already (" + present.origin + "), which is used");
            }
            return;
        }
        List<Type> arguments = ModuleReader.search(type, InventorySource.class, Map.of());
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof Class<?> raw) || !raw.isRecord()) {
            throw new UnusableModuleException(type.getName() + " must name its record in InventorySource<…>");
        }
        entries.put(annotation.name(), new Entry(source, ShapeReader.read(raw.asSubclass(Record.class)), origin));
    }

    /**
     * For inventories.
     *
     * @param expressionsFor compiles the values of an inventory in this directory; they see no variables, but
     *     functions such as {@code env} and {@code secret}
     */
    public InventoryPlugins plugins(Function<Path, Expressions> expressionsFor) {
        return new InventoryPlugins() {
            @Override
            public List<String> names() {
                return List.copyOf(entries.keySet());
            }

            @Override
            public Optional<FoundInventory> find(
                    String name, Node.MappingNode inventory, @Nullable Path directory, Diagnostics diagnostics) {
                Entry entry = entries.get(name);
                if (entry == null) {
                    throw new IllegalArgumentException("no source of inventory " + name);
                }
                Path base = directory == null ? Path.of("") : directory;
                return ask(name, entry, inventory, base, expressionsFor.apply(base), diagnostics);
            }
        };
    }

    private static Optional<FoundInventory> ask(
            String name,
            Entry entry,
            Node.MappingNode inventory,
            Path directory,
            Expressions expressions,
            Diagnostics diagnostics) {
        Diagnostics own = new Diagnostics();
        Span whole = inventory.entry("plugin").map(plugin -> plugin.value().span()).orElse(inventory.span());
        LocalFiles files = new LocalFiles(RunbookFiles.beside(directory), expressions);
        Binder binder = new Binder(Binder.NO_VARIABLES, files);
        try {
            ValueCompiler values = new ValueCompiler(expressions, files, own, false);
            CompiledRecord record = compile(name, entry, inventory, whole, values, own);
            return own.hasErrors() || !(record.bind(binder) instanceof Record parameters)
                    ? Optional.empty()
                    : Optional.of(ask(entry.source, parameters));
        } catch (RunbookException mistakes) {
            mistakes.diagnostics().forEach(own::add);
        } catch (InventorySourceException failed) {
            own.error(
                    Codes.INVENTORY_SOURCE_FAILED.id(),
                    whole,
                    "`" + name + "`: " + Shown.masked(String.valueOf(failed.getMessage()), binder.secrets()),
                    failed.hints().toArray(String[]::new));
        } catch (RuntimeException bug) {
            String what = Shown.masked(bug.toString(), binder.secrets());
            own.add(Diagnostic.error(Codes.MODULE_BUG.id(), whole, "The source `" + name + "` has a defect: " + what)
                    .withDetail(entry.origin));
        } finally {
            own.all().forEach(diagnostics::add);
        }
        return Optional.empty();
    }

    private static CompiledRecord compile(
            String name,
            Entry entry,
            Node.MappingNode inventory,
            Span whole,
            ValueCompiler values,
            Diagnostics diagnostics) {
        List<RecordCompiler.Written> written = new ArrayList<>();
        inventory.entries().stream()
                .filter(one -> !one.key().text().equals("plugin"))
                .forEach(one -> written.add(
                        new RecordCompiler.Written(one.key().text(), one.key().span(), one.value())));
        return new RecordCompiler(entry.parameters, name, values, diagnostics, whole).compile(written, List.of(), true);
    }

    @SuppressWarnings("unchecked") // its record was read from the source's own class
    private static <P extends Record> FoundInventory ask(InventorySource<P> source, Record parameters) {
        FoundInventory found = source.find((P) parameters);
        return new FoundInventory(
                found.hosts().stream()
                        .map(host -> new FoundInventory.Host(host.name(), host.groups(), data(host.variables())))
                        .toList(),
                found.groups().stream()
                        .map(group -> new FoundInventory.Group(group.name(), group.children(), data(group.variables())))
                        .toList());
    }

    @SuppressWarnings("NullAway") // null is a value here
    private static Map<String, Object> data(Map<String, ? extends @Nullable Object> variables) {
        Map<String, Object> data = new LinkedHashMap<>();
        variables.forEach((name, value) -> data.put(name, PlainValues.of(value)));
        return data;
    }
}
