package dev.runbook.catalog;

import dev.runbook.api.Module;
import dev.runbook.api.TaskModule;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.ModuleNames;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The modules there are: those on the class path, and third-party jars in a directory. What is wrong with one of them
 * is a diagnostic and leaves the others usable. May be used by several threads.
 */
public final class ModuleCatalog implements ModuleNames, AutoCloseable {
    private static final String BUILT_IN = "built in";

    private final Map<String, Entry> entries = new TreeMap<>();
    private final InventorySources sources = new InventorySources();
    private final Map<String, ModuleDescriptor> described = new ConcurrentHashMap<>();
    private final Map<String, String> formerNames = new TreeMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<URLClassLoader> jars = new ArrayList<>();

    private record Entry(TaskModule module, String origin) {}

    private final List<ClassLoader> loaders = new ArrayList<>();

    private ModuleCatalog() {}

    /**
     * Loads them. Modules on the class path come first; a jar cannot replace them.
     *
     * @param loaders class loaders whose services are taken
     * @param modulesDirectory where third-party jars lie; need not exist
     */
    public static ModuleCatalog load(List<ClassLoader> loaders, @Nullable Path modulesDirectory) {
        return load(loaders, modulesDirectory == null ? List.of() : List.of(modulesDirectory));
    }

    /**
     * Loads them from several directories; what comes first wins.
     *
     * @param modulesDirectories where third-party jars lie; need not exist
     */
    public static ModuleCatalog load(List<ClassLoader> loaders, List<Path> modulesDirectories) {
        var catalog = new ModuleCatalog();
        catalog.loaders.addAll(loaders);
        for (ClassLoader loader : loaders) {
            catalog.services(loader, BUILT_IN, false);
            catalog.sources.services(loader, BUILT_IN, false, catalog::problem);
        }
        modulesDirectories.stream().distinct().forEach(catalog::directory);
        return catalog;
    }

    /** A module by the name tasks use. Empty also for one that is there but unusable; {@link #diagnostics} says why. */
    public Optional<ModuleDescriptor> find(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        ModuleDescriptor known = described.get(name);
        return Optional.ofNullable(known != null ? known : describe(name, entry));
    }

    private @Nullable ModuleDescriptor describe(String name, Entry entry) {
        try {
            ModuleDescriptor descriptor = ModuleDescriptor.of(entry.module(), entry.origin());
            described.put(name, descriptor);
            return descriptor;
        } catch (UnusableModuleException | LinkageError | TypeNotPresentException e) {
            problem(entry.origin(), "the module `" + name + "` cannot be used: " + e.getMessage());
            return null;
        }
    }

    /** All names, sorted. */
    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** All modules that can be used, by name. */
    public List<ModuleDescriptor> all() {
        return entries.keySet().stream().flatMap(name -> find(name).stream()).toList();
    }

    /** Names that people bring from elsewhere, to the names they have here. */
    public Map<String, String> formerNames() {
        return Collections.unmodifiableMap(formerNames);
    }

    @Override
    public Optional<String> renamed(String formerName) {
        String last = formerName.substring(formerName.lastIndexOf('.') + 1);
        return Optional.ofNullable(entries.containsKey(last) && !last.equals(formerName) ? last : formerNames.get(last));
    }

    @Override
    public boolean takesText(String name) {
        return find(name).filter(ModuleDescriptor::takesText).isPresent();
    }

    /** What stands for services in rehearsals, found in the same places. */
    public List<StandIn> standIns() {
        List<StandIn> found = new ArrayList<>();
        for (ClassLoader loader : loaders) {
            ServiceLoader.load(StandIn.class, loader).forEach(found::add);
        }
        for (URLClassLoader jar : jars) {
            ServiceLoader.load(StandIn.class, jar).stream()
                    .filter(provider -> provider.type().getClassLoader() == jar)
                    .forEach(provider -> found.add(provider.get()));
        }
        return found;
    }

    /** The sources of inventory, found in the same places. */
    public InventorySources inventorySources() {
        return sources;
    }

    /** What is wrong with modules, so far as is known. */
    public List<Diagnostic> diagnostics() {
        synchronized (diagnostics) {
            return List.copyOf(diagnostics);
        }
    }

    @Override
    public void close() {
        for (URLClassLoader jar : jars) {
            try {
                jar.close();
            } catch (IOException e) {
                problem(jar.getName(), "cannot be closed: " + e.getMessage());
            }
        }
    }

    private void directory(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(found::add);
        } catch (IOException e) {
            problem(directory.toString(), "the modules directory cannot be read: " + e.getMessage());
        }
        Collections.sort(found);
        found.forEach(this::jar);
    }

    private void jar(Path jar) {
        String origin = String.valueOf(jar.getFileName());
        try {
            new ZipFile(jar.toFile()).close();
            URLClassLoader loader =
                    new URLClassLoader(origin, new URL[] {jar.toUri().toURL()}, TaskModule.class.getClassLoader());
            jars.add(loader);
            int before = entries.size() + sources.size() + diagnostics.size();
            services(loader, origin, true);
            sources.services(loader, origin, true, this::problem);
            if (entries.size() + sources.size() + diagnostics.size() == before) {
                problem(origin, "there is no module in it; META-INF/services/" + TaskModule.class.getName()
                        + " must list its classes");
            }
        } catch (IOException e) {
            problem(origin, "it is not a jar that can be read: " + e.getMessage());
        }
    }

    /** A broken provider costs one entry; the iterator then goes on with the next. */
    private void services(ClassLoader loader, String origin, boolean ownOnly) {
        Iterator<ServiceLoader.Provider<TaskModule>> providers =
                ServiceLoader.load(TaskModule.class, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<TaskModule> provider = providers.next();
                if (!ownOnly || loader.equals(provider.type().getClassLoader())) {
                    add(provider, origin);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                problem(origin, "a module cannot be loaded: " + e.getMessage());
            } catch (UnusableModuleException e) {
                problem(origin, String.valueOf(e.getMessage()));
            }
        }
    }

    private void add(ServiceLoader.Provider<TaskModule> provider, String origin) throws UnusableModuleException {
        Module annotation = ModuleDescriptor.annotation(provider.type());
        String name = annotation.name();
        Entry present = entries.get(name);
        if (present != null) {
            if (present.module().getClass() != provider.type()) {
                problem(origin, "it has a module `" + name + "`, but there is one already (" + present.origin() + ", "
                        + present.module().getClass().getName() + "), which is used");
            }
            return;
        }
        Entry entry = new Entry(provider.get(), origin);
        if (!origin.equals(BUILT_IN) && describe(name, entry) == null) {
            return;
        }
        entries.put(name, entry);
        for (String former : annotation.formerNames()) {
            formerNames.putIfAbsent(former, name);
        }
    }

    private void problem(String origin, String message) {
        Diagnostic diagnostic = Diagnostic.warning(Codes.UNUSABLE_MODULE.id(), null, origin + ": " + message);
        synchronized (diagnostics) {
            if (!diagnostics.contains(diagnostic)) {
                diagnostics.add(diagnostic);
            }
        }
    }
}
