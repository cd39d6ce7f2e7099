package dev.runbook.api.host;

import dev.runbook.api.Action;
import dev.runbook.api.FileMode;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets mode, owner and group of what is there already; what is null stays.
 *
 * @param path absolute
 * @param mode octal or symbolic
 * @param owner name or number
 * @param group name or number
 * @param scope what is changed
 * @param before what was there: by relative path, {@code ""} for the path itself
 */
public record SetAttributes(
        String path,
        @Nullable FileMode mode,
        @Nullable String owner,
        @Nullable String group,
        Scope scope,
        Map<String, FileInfo> before)
        implements FileAction {
    /** As many entries as a recursive change may have and still be taken back one by one. */
    private static final int REVERSIBLE = 1000;
    /** As many paths as one {@code chmod} is given. */
    private static final int AT_ONCE = 200;

    public SetAttributes {
        before = Map.copyOf(before);
    }

    /** What is changed. */
    public enum Scope {
        /** What stands at the path; a link is followed. */
        PATH,
        /** A link itself. Links have no mode. */
        LINK,
        /** A directory and everything in it; links in it are not followed but get the owner and group. */
        TREE
    }

    @Override
    public String summary() {
        List<String> parts = new ArrayList<>();
        if (mode != null) {
            parts.add("mode " + mode);
        }
        if (owner != null) {
            parts.add("owner " + owner);
        }
        if (group != null) {
            parts.add("group " + group);
        }
        return "set " + String.join(", ", parts) + " of " + path + (scope == Scope.TREE ? " and all in it" : "");
    }

    @Override
    public @Nullable Left at(String asked) {
        boolean meant = scope == Scope.TREE ? Paths.within(asked, path) : asked.equals(path);
        return meant ? new Left.Altered(this::altered, scope == Scope.LINK || !asked.equals(path)) : null;
    }

    private FileInfo altered(FileInfo info) {
        int bits = mode == null || info.isLink() ? info.mode() : mode.apply(info.mode(), info.isDirectory());
        return new FileInfo(info.type(), bits, owner == null ? info.owner() : owner,
                group == null ? info.group() : group, info.size(), info.modified(), info.linkTarget());
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    /**
     * The bits that a symbolic mode means for each entry: what {@code chmod} makes of {@code X} beside {@code =} differs
     * between implementations, and so would prediction and deed. What is deepest comes first, while it can be reached.
     */
    private void octal(FileMode symbolic, StringBuilder script) {
        Map<String, List<String>> paths = new TreeMap<>();
        List<String> names = new ArrayList<>(before.keySet());
        names.sort(Comparator.reverseOrder());
        for (String name : names) {
            FileInfo info = Objects.requireNonNull(before.get(name));
            if (!info.isLink()) {
                String kind = info.isDirectory() ? "2" : "1";
                paths.computeIfAbsent(
                                kind + FileMode.octal(symbolic.apply(info.mode(), info.isDirectory())),
                                k -> new ArrayList<>())
                        .add(Paths.below(path, name));
            }
        }
        paths.forEach((kindAndMode, all) -> {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                script.append("chmod ").append(kindAndMode.substring(1)).append(' ')
                        .append(ShellScript.quote(all.subList(from, Math.min(all.size(), from + AT_ONCE))))
                        .append(" || exit\n");
            }
        });
    }

    @Override
    public ShellScript script() {
        StringBuilder script = new StringBuilder("p=").append(ShellScript.quote(path)).append('\n');
        String chosen =
                switch (scope) {
                    case PATH -> "";
                    case LINK -> "-h ";
                    case TREE -> "-R -h ";
                };
        if (owner != null || group != null) {
            String names = (owner == null ? "" : owner) + (group == null ? "" : ":" + group);
            script.append("chown ").append(chosen).append(ShellScript.quote(names)).append(" \"$p\" || exit\n");
        }
        if (mode != null && mode.symbolic() && scope != Scope.LINK && !before.isEmpty()) {
            octal(mode, script);
        } else if (mode != null && scope != Scope.LINK) {
            // Changing the owner drops set-user-ID bits, so the mode comes second.
            script.append("chmod ").append(scope == Scope.TREE ? "-R " : "").append(ShellScript.quote(words(mode)))
                    .append(" \"$p\" || exit\n");
        }
        return ShellScript.of(script.toString());
    }

    /** As chmod understands it, whatever the umask and whatever special bits a directory has. */
    private static String words(FileMode mode) {
        return mode.symbolic() ? mode.toString().replaceAll("(^|,)(?=[-+=])", "$1a") : "0" + mode;
    }

    @Override
    public Reversal reversal() {
        if (before.isEmpty() || before.size() > REVERSIBLE) {
            return new Reversal.Irreversible("the former attributes of " + path + " were not kept");
        }
        List<Action> actions = new ArrayList<>();
        before.forEach((entry, info) -> actions.add(new SetAttributes(Paths.below(path, entry),
                info.isLink() || mode == null ? null : FileMode.of(info.mode()), owner == null ? null : info.owner(),
                group == null ? null : info.group(), info.isLink() ? Scope.LINK : Scope.PATH, Map.of())));
        return new Reversal.Reversible(actions);
    }
}
