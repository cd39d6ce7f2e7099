package dev.runbook.host.simulated;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.Paths;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code python3 -m venv} and a virtual environment's {@code pip install} leave on a machine. */
final class PythonPrograms {
    private static final String SITE = "/lib/python3.11/site-packages/";

    private final Session session;
    private final List<String> argv;
    private final String directory;

    PythonPrograms(Session session, List<String> argv, String directory) {
        this.session = session;
        this.argv = argv;
        this.directory = directory;
    }

    /**
     * Carries it out where it is one of them.
     *
     * @throws TaskFailedException where the real program would fail
     */
    boolean run() {
        List<String> arguments = argv.subList(1, argv.size());
        String program = Paths.name(argv.getFirst());
        if (program.equals("python3") && arguments.size() > 2 && arguments.subList(0, 2).equals(List.of("-m", "venv"))) {
            requireVenv();
            make(absolute(arguments.getLast()));
            return true;
        }
        if ((program.equals("pip") || program.equals("pip3")) && argv.getFirst().contains("/") && arguments.contains("install")) {
            install(arguments);
            return true;
        }
        return false;
    }

    private void requireVenv() {
        if (!installed("python3")) {
            throw new TaskFailedException("not found");
        }
        if (!installed("python3-venv")) {
            throw new TaskFailedException("The virtual environment was not created successfully because ensurepip is not\n"
                    + "available.  On Debian/Ubuntu systems, you need to install the python3-venv\n"
                    + "package using the following command.\n\n    apt install python3.11-venv");
        }
    }

    private boolean installed(String name) {
        return Optional.ofNullable(session.machine.packages.get(name)).filter(one -> one.installed()).isPresent();
    }

    private void make(String environment) {
        for (String program : List.of("python", "python3", "pip", "pip3")) {
            put(environment + "/bin/" + program, "", 0755);
        }
        put(environment + "/pyvenv.cfg", "home = /usr/bin\n", 0644);
        session.machine.files.directories(environment + SITE + "pip", session.now());
    }

    private void install(List<String> arguments) {
        String program = absolute(argv.getFirst());
        if (session.machine.files.at(program, true) == null) {
            throw new TaskFailedException("not found");
        }
        String environment = Paths.parent(Paths.parent(program));
        for (String requirement : arguments) {
            if (requirement.startsWith("-") || requirement.equals("install")) {
                continue;
            }
            String[] parts = requirement.split("[=<>~!]=?|==", 2);
            String name = parts[0].toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "_");
            String version = requirement.contains("==") ? requirement.substring(requirement.indexOf("==") + 2) : "1.0";
            put(environment + SITE + name + "/__init__.py", "", 0644);
            put(environment + SITE + name + "-" + version + ".dist-info/METADATA", "Version: " + version + "\n", 0644);
        }
    }

    private void put(String path, String text, int mode) {
        session.machine.files.directories(Paths.parent(path), session.now());
        String group = session.machine.accounts.groupName(session.me.gid());
        session.machine.files.put(
                path,
                Inode.file(text.getBytes(StandardCharsets.UTF_8), mode, session.me.name(), group, session.now()),
                session.now());
    }

    private String absolute(String path) {
        return Paths.normal(path.startsWith("/") ? path : Paths.below(directory, path));
    }
}
