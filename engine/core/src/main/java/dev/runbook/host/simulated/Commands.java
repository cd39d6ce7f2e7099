package dev.runbook.host.simulated;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.RunCommand;
import dev.runbook.host.Simulation.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What commands do on a simulated host. Those that the host's variables script give what is said there. Of the others a
 * small table is known: {@code true false : exit echo printenv cat test [ sleep cd export touch mkdir rm pwd whoami
 * hostname}, {@code python3 -m venv} and its {@code pip install}. Anything else succeeds, prints nothing and changes nothing. Of a shell's grammar {@code ; && || > >>},
 * quotes and variables are understood; a text that uses more is such a command itself.
 */
final class Commands {
    private static final Reply DONE = new Reply(0, "", "", false, 0);

    private final Session session;
    private final Map<String, String> environment;
    private String directory;
    private double seconds;
    private boolean ended;

    Commands(Session session, Map<String, String> environment, String directory) {
        this.session = session;
        this.environment = new HashMap<>(environment);
        this.environment.putIfAbsent("HOME", session.me.home());
        this.environment.putIfAbsent("USER", session.me.name());
        this.environment.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        this.directory = directory;
    }

    /** Runs what a task asks for. */
    static Reply run(RunCommand command, Session session, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(command.environment());
        String directory = command.chdir() == null ? session.me.home() : command.chdir();
        Commands commands = new Commands(session, all, directory);
        Inode there = session.machine.files.at(directory, true);
        if (command.chdir() != null && (there == null || !there.isDirectory())) {
            return failed(2, "cd: can't cd to " + directory);
        }
        return switch (command.what()) {
            case RunCommand.Program(List<String> argv) -> commands.validate(String.join(" ", argv), argv);
            case RunCommand.Shell(String text, String executable) -> commands.shell(text.strip());
        };
    }

    /** A program that only reads; scripted answers are not used up. */
    Reply look(List<String> argv) {
        return scripted(String.join(" ", argv), false).orElseGet(() -> timed(simple(argv)));
    }

    /** A program that a text names; the text is what may be scripted. */
    Reply validate(String text, List<String> argv) {
        return scripted(text, true).orElseGet(() -> timed(simple(argv)));
    }

    private Reply timed(Reply reply) {
        return new Reply(reply.exitStatus(), reply.stdout(), reply.stderr(), reply.unreachable(), seconds);
    }

    private Optional<Reply> scripted(String text, boolean used) {
        Map<String, List<Reply>> script = session.simulation.commands();
        String key = script.containsKey(text)
                ? text
                : script.keySet().stream()
                        .filter(k -> k.endsWith("*") && text.startsWith(k.substring(0, k.length() - 1)))
                        .max(java.util.Comparator.comparingInt(String::length))
                        .orElse(null);
        List<Reply> replies = key == null ? null : script.get(key);
        if (replies == null || key == null) {
            return Optional.empty();
        }
        int turn = session.machine.replies.getOrDefault(key, 0);
        if (used) {
            session.machine.replies.put(key, turn + 1);
        }
        return Optional.of(replies.get(Math.min(turn, replies.size() - 1)));
    }

    private Reply shell(String text) {
        Optional<Reply> scripted = scripted(text, true);
        if (scripted.isPresent()) {
            return scripted.get();
        }
        List<ShellTokens.Token> tokens = ShellTokens.of(text, environment).orElse(List.of());
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int status = 0;
        String joined = ";";
        List<ShellTokens.Token> command = new ArrayList<>();
        List<ShellTokens.Token> all = new ArrayList<>(tokens);
        all.add(new ShellTokens.Token(";", true));
        for (ShellTokens.Token token : all) {
            boolean end = token.operator() && !token.text().contains(">");
            if (!end) {
                command.add(token);
                continue;
            }
            boolean due = joined.equals(";") || joined.equals("&&") == (status == 0);
            if (due && !command.isEmpty() && !ended) {
                Reply reply = redirected(command);
                status = reply.exitStatus();
                out.append(reply.stdout());
                err.append(reply.stderr());
            }
            command.clear();
            joined = token.text();
        }
        return new Reply(status, out.toString(), err.toString(), false, seconds);
    }

    /** One command with the files that its output goes to. */
    private Reply redirected(List<ShellTokens.Token> command) {
        List<String> argv = new ArrayList<>();
        List<String[]> redirections = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            ShellTokens.Token token = command.get(i);
            if (!token.operator()) {
                argv.add(token.text());
            } else if (token.text().contains("&")) {
                redirections.add(new String[] {token.text(), ""});
            } else if (i + 1 < command.size()) {
                redirections.add(new String[] {token.text(), command.get(++i).text()});
            }
        }
        Reply reply = argv.isEmpty() ? DONE : simple(argv);
        for (String[] redirection : redirections) {
            reply = redirect(reply, redirection[0], redirection[1]);
        }
        return reply;
    }

    private Reply redirect(Reply reply, String operator, String file) {
        boolean errors = operator.startsWith("2");
        String text = errors ? reply.stderr() : reply.stdout();
        String out = errors ? reply.stdout() : "";
        String err = errors ? "" : reply.stderr();
        if (operator.endsWith("&1")) {
            return new Reply(reply.exitStatus(), reply.stdout() + reply.stderr(), "", false, 0);
        }
        if (operator.endsWith("&2")) {
            return new Reply(reply.exitStatus(), "", reply.stderr() + reply.stdout(), false, 0);
        }
        try {
            write(file, text, operator.endsWith(">>"));
            return new Reply(reply.exitStatus(), out, err, false, 0);
        } catch (TaskFailedException e) {
            return failed(2, "cannot create " + file + ": " + e.getMessage());
        }
    }

    private void write(String file, String text, boolean append) {
        FileTree files = session.machine.files;
        String path = absolute(file);
        Inode present = files.at(path, true);
        if (present != null && present.type == dev.runbook.api.host.FileInfo.Type.OTHER) {
            return;
        }
        String former = append && present != null ? text(present) : "";
        byte[] bytes = (former + text).getBytes(StandardCharsets.UTF_8);
        String group = session.machine.accounts.groupName(session.me.gid());
        Inode written = present == null
                ? Inode.file(bytes, 0644, session.me.name(), group, session.now())
                : Inode.file(bytes, present.mode, present.owner, present.group, session.now());
        String place = files.place(path, true);
        files.put(place == null ? path : place, written, session.now());
    }

    private Reply simple(List<String> argv) {
        List<String> arguments = argv.subList(1, argv.size());
        try {
            return switch (Paths.name(argv.getFirst())) {
                case "false" -> new Reply(1, "", "", false, 0);
                case "exit" -> exit(arguments);
                case "echo" -> echo(arguments);
                case "printenv" -> printenv(arguments);
                case "cat" -> cat(arguments);
                case "test" -> status(test(arguments));
                case "[" -> status(test(arguments.subList(0, Math.max(0, arguments.size() - 1))));
                case "sleep" -> sleep(arguments);
                case "cd" -> cd(arguments);
                case "export" -> export(arguments);
                case "touch" -> touch(arguments);
                case "mkdir" -> mkdir(arguments);
                case "rm" -> rm(arguments);
                case "pwd" -> printed(directory);
                case "whoami" -> printed(session.me.name());
                case "hostname" -> printed(session.machine.name);
                case "python3", "pip", "pip3" -> {
                    new PythonPrograms(session, argv, directory).run();
                    yield DONE;
                }
                default -> DONE;
            };
        } catch (TaskFailedException e) {
            return failed(1, argv.getFirst() + ": " + e.getMessage());
        }
    }

    private Reply exit(List<String> arguments) {
        ended = true;
        return new Reply(arguments.isEmpty() ? 0 : number(arguments.getFirst(), 2) & 0xff, "", "", false, 0);
    }

    private static Reply echo(List<String> arguments) {
        boolean bare = !arguments.isEmpty() && arguments.getFirst().equals("-n");
        String text = String.join(" ", bare ? arguments.subList(1, arguments.size()) : arguments);
        return new Reply(0, bare ? text : text + "\n", "", false, 0);
    }

    private Reply printenv(List<String> arguments) {
        String value = arguments.isEmpty() ? null : environment.get(arguments.getFirst());
        return value == null ? status(false) : printed(value);
    }

    private Reply cat(List<String> arguments) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (String argument : arguments) {
            Inode inode = session.machine.files.at(absolute(argument), true);
            if (inode == null) {
                err.append("cat: ").append(argument).append(": No such file or directory\n");
            } else if (inode.isDirectory()) {
                err.append("cat: ").append(argument).append(": Is a directory\n");
            } else {
                out.append(text(inode));
            }
        }
        return new Reply(err.isEmpty() ? 0 : 1, out.toString(), err.toString(), false, 0);
    }

    private boolean test(List<String> arguments) {
        if (!arguments.isEmpty() && arguments.getFirst().equals("!")) {
            return !test(arguments.subList(1, arguments.size()));
        }
        return switch (arguments.size()) {
            case 1 -> !arguments.getFirst().isEmpty();
            case 2 -> unary(arguments.get(0), arguments.get(1));
            case 3 -> binary(arguments.get(0), arguments.get(1), arguments.get(2));
            default -> false;
        };
    }

    private boolean unary(String operator, String operand) {
        Inode inode = session.machine.files.at(absolute(operand), !operator.equals("-L") && !operator.equals("-h"));
        return switch (operator) {
            case "-n" -> !operand.isEmpty();
            case "-z" -> operand.isEmpty();
            case "-e", "-r", "-w" -> inode != null;
            case "-f" -> inode != null && inode.isFile();
            case "-d" -> inode != null && inode.isDirectory();
            case "-L", "-h" -> inode != null && inode.isLink();
            case "-s" -> inode != null && inode.size() > 0;
            case "-x" -> inode != null && (inode.mode & 0111) != 0;
            default -> false;
        };
    }

    private static boolean binary(String left, String operator, String right) {
        return switch (operator) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "-eq" -> number(left, 0) == number(right, 0);
            case "-ne" -> number(left, 0) != number(right, 0);
            case "-lt" -> number(left, 0) < number(right, 0);
            case "-le" -> number(left, 0) <= number(right, 0);
            case "-gt" -> number(left, 0) > number(right, 0);
            case "-ge" -> number(left, 0) >= number(right, 0);
            default -> false;
        };
    }

    private Reply sleep(List<String> arguments) {
        try {
            seconds += arguments.isEmpty() ? 0 : Math.max(0, Double.parseDouble(arguments.getFirst()));
            return DONE;
        } catch (NumberFormatException e) {
            return failed(1, "sleep: invalid time interval '" + arguments.getFirst() + "'");
        }
    }

    private Reply cd(List<String> arguments) {
        String path = absolute(arguments.isEmpty() ? session.me.home() : arguments.getFirst());
        Inode inode = session.machine.files.at(path, true);
        if (inode == null || !inode.isDirectory()) {
            return failed(2, "cd: can't cd to " + path);
        }
        directory = Paths.normal(path);
        return DONE;
    }

    private Reply export(List<String> arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                environment.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        return DONE;
    }

    private Reply touch(List<String> arguments) {
        for (String argument : arguments) {
            Inode present = session.machine.files.at(absolute(argument), true);
            if (present == null) {
                write(argument, "", false);
            } else {
                present.modified = session.now();
            }
        }
        return DONE;
    }

    private Reply mkdir(List<String> arguments) {
        boolean parents = arguments.contains("-p");
        FileTree files = session.machine.files;
        for (String argument : arguments) {
            String path = absolute(argument);
            if (argument.startsWith("-")) {
                continue;
            }
            if (parents) {
                files.directories(path, session.now());
            } else if (files.at(path, false) != null) {
                return failed(1, "mkdir: cannot create directory '" + argument + "': File exists");
            } else {
                String group = session.machine.accounts.groupName(session.me.gid());
                files.put(path, Inode.directory(0755, session.me.name(), group, session.now()), session.now());
            }
        }
        return DONE;
    }

    private Reply rm(List<String> arguments) {
        boolean recursive = arguments.stream().anyMatch(a -> a.matches("-f?[rR]f?"));
        boolean force = arguments.stream().anyMatch(a -> a.matches("-[rR]?f[rR]?"));
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                continue;
            }
            if (session.machine.files.at(absolute(argument), false) == null && !force) {
                return failed(1, "rm: cannot remove '" + argument + "': No such file or directory");
            }
            session.machine.files.remove(absolute(argument), recursive, session.now());
        }
        return DONE;
    }

    private String absolute(String path) {
        return path.startsWith("/") ? path : Paths.below(directory, path);
    }

    private static String text(Inode inode) {
        return new String(inode.content, StandardCharsets.UTF_8);
    }

    private static Reply printed(String line) {
        return new Reply(0, line + "\n", "", false, 0);
    }

    private static Reply status(boolean success) {
        return success ? DONE : new Reply(1, "", "", false, 0);
    }

    private static Reply failed(int status, @Nullable String message) {
        return new Reply(status, "", message + "\n", false, 0);
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
