package dev.runbook.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.EffectModule;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.TaskModule;
import dev.runbook.api.World;
import dev.runbook.language.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModuleCatalogTest {
    private static final String SERVICES = "META-INF/services/" + TaskModule.class.getName();

    @TempDir
    private Path modules;

    private ModuleCatalog load() {
        return ModuleCatalog.load(List.of(), modules);
    }

    /** A jar with these classes of the tests, listed as services, and further names listed as well. */
    private void jar(String name, List<Class<?>> classes, String... alsoListed) throws IOException {
        try (OutputStream out = Files.newOutputStream(modules.resolve(name)); JarOutputStream jar = new JarOutputStream(out)) {
            String listed = classes.stream().filter(TaskModule.class::isAssignableFrom).map(Class::getName)
                    .collect(Collectors.joining("\n", "", "\n")) + String.join("\n", alsoListed) + "\n";
            jar.putNextEntry(new JarEntry(SERVICES));
            jar.write(listed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(jar);
                }
            }
        }
    }

    private static String only(ModuleCatalog catalog) {
        assertEquals(1, catalog.diagnostics().size(), catalog.diagnostics().toString());
        return catalog.diagnostics().getFirst().summary();
    }

    @Test
    void saysWhatIsWrongWithAJarAndGoesOn() throws IOException {
        Files.writeString(modules.resolve("a.jar"), "no jar at all");
        Files.writeString(modules.resolve("notes.txt"), "not looked at");
        jar("b.jar", List.of());
        jar("c.jar", List.of(), "org.example.Missing");
        try (ModuleCatalog catalog = load()) {
            List<String> said = catalog.diagnostics().stream().map(Diagnostic::summary).toList();
            assertEquals(3, said.size(), said.toString());
            assertTrue(said.get(0).startsWith("a.jar: it is not a jar"), said.get(0));
            assertTrue(said.get(1).startsWith("b.jar: there is no module in it"), said.get(1));
            assertTrue(said.get(2).startsWith("c.jar: a module cannot be loaded"), said.get(2));
        }
    }

    @Test
    void doesNotMindWhereThereIsNoDirectory() {
        assertEquals(List.of(), ModuleCatalog.load(List.of(), modules.resolve("nowhere")).diagnostics());
        assertEquals(Set.of(), ModuleCatalog.load(List.of(), (Path) null).names());
    }

    @ParameterizedTest
    @ValueSource(classes = {
        Nameless.class, BadName.class, Undocumented.class, BadType.class, BadDefault.class, TwoFreeForms.class, SameNames.class,
        Itself.class, Raw.class, BadRest.class
    })
    void refusesWhatCannotBeUsed(Class<? extends TaskModule> type) throws Exception {
        TaskModule module = type.getDeclaredConstructor().newInstance();
        String message = assertThrows(IllegalArgumentException.class, () -> ModuleDescriptor.describe(module)).getMessage();
        String expected = type.getAnnotation(Expected.class).value();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void describesParametersAndResults() {
        ModuleDescriptor sample = Bench.module("sample");
        assertEquals(ModuleDescriptor.Kind.QUERY, sample.kind());
        Parameter tags = sample.parameters().find("tags_list").orElseThrow();
        assertEquals("tagsList", tags.component());
        assertEquals("a list of text", tags.type().describe());
        assertEquals(List.of("present", "absent", "in_place"), sample.parameters().find("state").orElseThrow().type().allowed());
        assertTrue(sample.parameters().find("dest").orElseThrow().required());
        assertEquals(
                List.of("path text", "file_mode octal text", "content mapping with sha256, size",
                        "parts mapping of names to list of whole number"),
                sample.results().stream().map(r -> r.name() + " " + r.type()).toList());
        assertTrue(sample.results().get(2).observed());
        assertEquals("voice", new TextModule().target(new TextModule.Parameters("a", null)));
        assertEquals(RestModule.Parameters.class, Bench.module("remember").parameters().type());
    }

    @Test
    void saysWhatAForeignNameIsCalledHere() {
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public java.util.Enumeration<java.net.URL> getResources(String name) throws IOException {
                if (!name.equals(SERVICES)) {
                    return super.getResources(name);
                }
                Path file = Files.writeString(modules.resolve("services"),
                        SampleModule.class.getName() + "\n" + RestModule.class.getName() + "\n" + Nameless.class.getName() + "\n");
                return java.util.Collections.enumeration(List.of(file.toUri().toURL()));
            }
        };
        ModuleCatalog catalog = ModuleCatalog.load(List.of(loader, loader), List.of());
        assertEquals(Set.of("remember", "sample"), catalog.names());
        assertTrue(only(catalog).contains("has no @Module annotation"), only(catalog));
        assertEquals(Optional.of("sample"), catalog.renamed("specimen"));
        assertEquals(Optional.of("remember"), catalog.renamed("ansible.builtin.set_fact"));
        assertEquals(Optional.of("sample"), catalog.renamed("org.example.sample"));
        assertEquals(Optional.empty(), catalog.renamed("sample"));
        assertEquals(false, catalog.takesText("sample"));
        assertEquals(2, catalog.all().size());
    }

    // --- modules that cannot be used ---

    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Expected {
        String value();
    }

    record Nothing() {}

    abstract static class Bad<P extends Record> implements QueryModule<P, Nothing> {
        @Override
        public Nothing query(P parameters, World world) {
            return new Nothing();
        }
    }

    @Expected("has no @Module annotation")
    public static final class Nameless extends Bad<Nothing> {}

    @Expected("lower case")
    @Module(name = "BadName", summary = "x", examples = "x:")
    static final class BadName extends Bad<Nothing> {}

    record NoParam(String path) {}

    @Expected("NoParam.path has no @Param")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class Undocumented extends Bad<NoParam> {}

    record Odd(@Param("A date.") java.util.Date date) {}

    @Expected("has the type java.util.Date")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class BadType extends Bad<Odd> {}

    record Default(@Param(value = "How many.", defaultValue = "many") int count) {}

    @Expected("has the default 'many', which does not fit: expected a whole number")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class BadDefault extends Bad<Default> {}

    record Two(@Param(value = "A.", freeForm = true) String a, @Param(value = "B.", freeForm = true) String b) {}

    @Expected("more than one free-form parameter")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class TwoFreeForms extends Bad<Two> {}

    record Same(@Param(value = "A.", aliases = "b") String a, @Param("B.") String b) {}

    @Expected("has two parameters called b")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class SameNames extends Bad<Same> {}

    record Loop(@Param("Itself.") List<Loop> loop) {}

    @Expected("contains itself")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class Itself extends Bad<Loop> {}

    record Rest(@Param(value = "The rest.", rest = true) java.util.Map<String, String> rest) {}

    @Expected("must be a Map<String, Object>")
    @Module(name = "x", summary = "x", examples = "x:")
    static final class BadRest extends Bad<Rest> {}

    @Expected("must name its records in EffectModule<…>")
    @Module(name = "x", summary = "x", examples = "x:")
    @SuppressWarnings("rawtypes")
    static final class Raw implements EffectModule {
        @Override
        public Decision decide(Record parameters, World world) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Record result(Record parameters, List results) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String target(Record parameters) {
            return "";
        }
    }
}
