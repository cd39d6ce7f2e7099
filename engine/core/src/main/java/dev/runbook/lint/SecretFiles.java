package dev.runbook.lint;

import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Files that hold a secret, by their name or content, and that every user of the host can read. */
final class SecretFiles implements Rule {
    private static final Set<String> WRITERS = Set.of("copy", "file_template");
    private static final String WORDS = "password|passwords|passwd|secret|secrets|token|tokens|credential|credentials";
    private static final Pattern NAME = Pattern.compile(
            "(?i)(?:.*[._-])?(?:" + WORDS + "|htpasswd|pgpass|netrc|id_rsa|id_ed25519|id_ecdsa)(?:[._-].*)?|.*[.]key");
    private static final Pattern CONTENT = Pattern.compile(
            "(?im)-----BEGIN [A-Z ]*PRIVATE KEY-----|^[ \\t]*[\\w.-]*(?:" + WORDS + "|api_?key)[\"']?[ \\t]*[:=][ \\t]*\\S"
                    + "|@\\{[^}]*(?:" + WORDS + "|api_?key)\\b");
    private static final Pattern OPEN = Pattern.compile("0?o?[0-7]*[0-7]{2}[4-7]");

    @Override
    public void check(Subject subject, Diagnostics found) {
        Walk.tasks(subject.runbook()).map(Walk.Placed::step).forEach(task -> {
            if (WRITERS.contains(task.module().text())) {
                subject.module(task).ifPresent(module -> check(subject, task, module, found));
            }
        });
    }

    private static void check(Subject subject, Runbook.Task task, ModuleDescriptor module, Diagnostics found) {
        Given given = new Given(task, module);
        Optional<String> reason = reason(subject, given);
        if (reason.isEmpty()) {
            return;
        }
        Node mode = given.node("mode").orElse(null);
        if (mode == null) {
            found.warning(
                    Codes.SECRET_MODE.id(), task.module().span(),
                    reason.get() + ", and a new file can be read by every user of the host",
                    "add `mode: 0600`, or 0640 with the `group` that has to read it");
        } else if (mode instanceof Node.ScalarNode text && OPEN.matcher(text.text()).matches()) {
            found.warning(
                    Codes.SECRET_MODE.id(), text.span(),
                    reason.get() + ", and with this mode every user of the host can read it",
                    "write `mode: 0600`, or 0640 with the `group` that has to read it");
        }
    }

    /** Why a file seems to hold a secret; empty where it does not. */
    private static Optional<String> reason(Subject subject, Given given) {
        String dest = given.scalar("dest").map(Node.ScalarNode::text).orElse("");
        String name = dest.endsWith("/") ? "" : dest.substring(dest.lastIndexOf('/') + 1);
        if (NAME.matcher(name).matches() && !name.endsWith(".pub")) {
            return Optional.of("`" + name + "` looks like a secret by its name");
        }
        String content = given.scalar("content").map(Node.ScalarNode::text).orElse("");
        boolean secret = given.scalar("content").filter(node -> node.tag().equals("!secret")).isPresent()
                || CONTENT.matcher(content).find()
                || CONTENT.matcher(template(subject, given)).find();
        return secret ? Optional.of("What is written here looks like a secret") : Optional.empty();
    }

    private static String template(Subject subject, Given given) {
        if (!given.module().name().equals("file_template")) {
            return "";
        }
        return given.scalar("src").filter(Given::literal)
                .map(src -> subject.files().locate(src.text(), FileLocator.Kind.TEMPLATE)
                                instanceof FileLocator.Location.Found found
                        ? read(found)
                        : "")
                .orElse("");
    }

    private static String read(FileLocator.Location.Found found) {
        try {
            return Files.readString(found.path());
        } catch (IOException e) {
            return ""; // another check says so
        }
    }
}
