package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.catalog.ModuleCatalog;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-a-module.md tells its reader to write compiles, keeps its own tests, and is found as a jar. */
final class WritingAModuleTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "writing-a-module.md");

    @TempDir
    private Path project;

    @Test
    void whatThePageSaysWorks() throws Exception {
        Tutorial tutorial = new Tutorial(PAGE, project);
        List<Path> files = tutorial.writeFiles();
        assertTrue(files.size() >= 6, files.toString());
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        Path testClasses = Files.createDirectories(project.resolve("target/test-classes"));
        tutorial.compile(files, "src/main/java", classes, Tutorial.classPath());
        tutorial.copyResources(classes);
        tutorial.compile(files, "src/test/java", testClasses, classes + java.io.File.pathSeparator + Tutorial.classPath());
        assertEquals(3, runTests(files, classes, testClasses));
        loadAsJar(tutorial, classes);
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

    private void loadAsJar(Tutorial tutorial, Path classes) throws IOException {
        Path modules = project.resolve("modules");
        tutorial.jar(classes, modules.resolve("runbook-git-1.0.jar"));
        try (ModuleCatalog catalog = ModuleCatalog.load(List.of(), modules)) {
            assertEquals(List.of(), catalog.diagnostics());
            assertEquals("runbook-git-1.0.jar", catalog.find("git_config").orElseThrow().origin());
        }
    }
}
