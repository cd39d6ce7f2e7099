package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
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

/** The files that a page tells its reader to write, each named in a line of its own above its block. */
final class Tutorial {
    private static final Pattern FILE = Pattern.compile("^`([\\w./-]+)`\\n\\n```\\w+\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final Path page;
    private final Path project;

    Tutorial(Path page, Path project) {
        this.page = page;
        this.project = project;
    }

    List<Path> writeFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Matcher matcher = FILE.matcher(Files.readString(page));
        while (matcher.find()) {
            Path file = project.resolve(matcher.group(1));
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, matcher.group(2)));
        }
        return files;
    }

    static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        return surefire != null ? surefire : System.getProperty("java.class.path");
    }

    void compile(List<Path> files, String folder, Path into, String classPath) throws IOException {
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

    void copyResources(Path classes) throws IOException {
        Path resources = project.resolve("src/main/resources");
        try (Stream<Path> all = Files.walk(resources)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = classes.resolve(resources.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** Packs compiled classes and resources. */
    void jar(Path classes, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                Files.copy(one, jar);
                jar.closeEntry();
            }
        }
    }
}
