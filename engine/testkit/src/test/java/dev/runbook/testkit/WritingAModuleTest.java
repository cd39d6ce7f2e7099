package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.catalog.ModuleCatalog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-a-module.md tells its reader to write compiles, keeps its own tests, and is found as a jar. */
final class WritingAModuleTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "writing-a-module.md");
    private static final Pattern FILE = Pattern.compile("^`([\\w./-]+)`\\n\\n```\\w+\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    private Path project;

    @Test
    void whatThePageSaysWorks() throws Exception {
        List<Path> files = writeFiles();
        assertTrue(files.size() >= 6, files.toString());
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        Path testClasses = Files.createDirectories(project.resolve("target/test-classes"));
        compile(files, "src/main/java", classes, classPath());
        copyResources(classes);
        compile(files, "src/test/java", testClasses, classes + java.io.File.pathSeparator + classPath());
        assertEquals(3, runTests(files, classes, testClasses));
        loadAsJar(classes);
    }

    @Test
    void thePomNamesTheArtifactsThereAre() throws IOException {
        String version = Pattern.compile("<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        String page = Files.readString(PAGE);
        for (String artifact : List.of("runbook-api", "runbook-testkit")) {
            assertTrue(page.contains("<artifactId>" + artifact + "</artifactId><version>" + version + "</version>"), artifact);
        }
    }

    private List<Path> writeFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Matcher matcher = FILE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            Path file = project.resolve(matcher.group(1));
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, matcher.group(2)));
        }
        return files;
    }

    private static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        return surefire != null ? surefire : System.getProperty("java.class.path");
    }

    private void compile(List<Path> files, String folder, Path into, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> sources = files.stream()
                .filter(f -> f.startsWith(project.resolve(folder)) && f.toString().endsWith(".java"))
                .toList();
        var output = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            output, manager, null,
                            List.of("-d", into.toString(), "-cp", classPath, "-proc:none"), null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(compiled, output::toString);
        }
    }

    private void copyResources(Path classes) throws IOException {
        Path resources = project.resolve("src/main/resources");
        try (Stream<Path> all = Files.walk(resources)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = classes.resolve(resources.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private int runTests(List<Path> files, Path classes, Path testClasses) throws Exception {
        int run = 0;
        URL[] path = {classes.toUri().toURL(), testClasses.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            for (Path file : files) {
                if (!file.toString().endsWith("Test.java")) {
                    continue;
                }
                String name = project.resolve("src/test/java").relativize(file).toString();
                Class<?> type = loader.loadClass(name.substring(0, name.length() - ".java".length()).replace('/', '.'));
                for (Method method : type.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Test.class)) {
                        run(type, method);
                        run++;
                    }
                }
            }
        }
        return run;
    }

    private void run(Class<?> type, Method method) throws Exception {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        Object[] arguments = method.getParameterCount() == 0
                ? new Object[0]
                : new Object[] {Files.createDirectories(project.resolve("work").resolve(method.getName()))};
        try {
            method.invoke(constructor.newInstance(), arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method.getName() + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void loadAsJar(Path classes) throws IOException {
        Path modules = Files.createDirectories(project.resolve("modules"));
        try (OutputStream out = Files.newOutputStream(modules.resolve("runbook-git-1.0.jar"));
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
        try (ModuleCatalog catalog = ModuleCatalog.load(List.of(), modules)) {
            assertEquals(List.of(), catalog.diagnostics());
            assertEquals("runbook-git-1.0.jar", catalog.find("git_config").orElseThrow().origin());
        }
    }
}
