package dev.runbook.language;

import dev.runbook.language.Keywords.Keyword;
import dev.runbook.language.Keywords.Level;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts the keys of a play, block or task into keywords, the module, and mistakes; explains the mistakes. */
final class KeyChecker {
    /** Keywords that say what a mapping was meant to be, so that nothing needs to be said of a missing module. */
    private static final Set<String> SET_APART = Set.of("hosts", "block", "rescue", "always");

    private final ModuleNames modules;
    private final Diagnostics diagnostics;
    private final KeywordShapes shapes;

    KeyChecker(ModuleNames modules, Diagnostics diagnostics) {
        this.modules = modules;
        this.diagnostics = diagnostics;
        this.shapes = new KeywordShapes(diagnostics);
    }

    KeywordShapes shapes() {
        return shapes;
    }

    /**
     * @param module the key that names the module, by its name here; null where there is none
     * @param explained whether something has been said that explains why there is no module
     */
    record Checked(Fields fields, @Nullable Entry module, boolean explained) {}

    /** Whether a task may be made of this key. */
    boolean named(String key) {
        return EngineTasks.contains(key) || modules.contains(key);
    }

    /** Whether some key of a mapping can only be a task's. */
    boolean looksLikeTask(MappingNode node) {
        if (node.entry("hosts").isPresent()) {
            return false;
        }
        return node.entries().stream().anyMatch(entry -> {
            String key = entry.key().text();
            Optional<Keyword> keyword = Keywords.find(key);
            return keyword.isPresent()
                    ? !keyword.get().levels().contains(Level.PLAY)
                    : named(key) || known(key) != null;
        });
    }

    Checked check(MappingNode node, Level level) {
        Map<String, Entry> valid = new LinkedHashMap<>();
        List<Entry> named = new ArrayList<>();
        List<Entry> unknown = new ArrayList<>();
        boolean takesModule = level == Level.TASK || level == Level.HANDLER;
        boolean explained = false;
        for (Entry entry : node.entries()) {
            String key = entry.key().text();
            Optional<Keyword> keyword = Keywords.find(key);
            String known = takesModule && !named(key) ? known(key) : null;
            if (keyword.isPresent()) {
                explained |= keyword(keyword.get(), entry, level, valid);
            } else if (takesModule && named(key)) {
                named.add(entry);
            } else if (known != null) {
                formerName(entry, known);
                named.add(new Entry(new ScalarNode(known, false, "", entry.key().span()), entry.value()));
            } else if (ForeignKeywords.advice(key).isPresent()) {
                foreign(entry);
                explained |= key.equals("action") || key.equals("local_action") || key.equals("include");
            } else {
                unknown.add(entry);
            }
        }
        Entry module = named.isEmpty() ? null : named.getFirst();
        if (named.size() > 1) {
            several(named);
        }
        explained |= unknown(unknown, level, takesModule && module == null && !explained, module);
        return new Checked(new Fields(node, valid, diagnostics), module, explained);
    }

    /** Puts a usable keyword into {@code valid}; answers whether it stands in for a module. */
    private boolean keyword(Keyword keyword, Entry entry, Level level, Map<String, Entry> valid) {
        Span span = entry.key().span();
        if (!keyword.levels().contains(level)) {
            misplaced(keyword, span, level);
            return SET_APART.contains(keyword.name());
        }
        if (!keyword.supported()) {
            diagnostics.error(
                    Codes.UNSUPPORTED_KEYWORD.id(), span,
                    "`" + keyword.name() + "` is not supported by this version of runbook");
            return false;
        }
        if (shapes.check(keyword, entry)) {
            valid.put(keyword.name(), entry);
        }
        return false;
    }

    private void misplaced(Keyword keyword, Span span, Level level) {
        List<String> hints = new ArrayList<>();
        if (level == Level.PLAY && keyword.name().equals("when")) {
            hints.add("put it on the tasks, or on a block around them; `hosts` chooses the hosts");
        } else if (level == Level.BLOCK && keyword.name().startsWith("loop")) {
            hints.add("a block cannot be repeated: put the loop on its tasks");
        } else if (level == Level.BLOCK && keyword.name().equals("register")) {
            hints.add("put it on the task whose result is wanted");
        } else if ((level == Level.TASK || level == Level.HANDLER)
                && (keyword.name().equals("rescue") || keyword.name().equals("always"))) {
            hints.add("put the tasks it guards into a `block` beside it");
        }
        diagnostics.error(
                Codes.MISPLACED_KEYWORD.id(), span,
                "`" + keyword.name() + "` belongs to " + Keywords.phrase(keyword.levels()) + ", not to " + level.phrase(),
                hints.toArray(String[]::new));
    }

    private void foreign(Entry entry) {
        String key = entry.key().text();
        diagnostics.error(
                Codes.FOREIGN_KEYWORD.id(), entry.key().span(), "`" + key + "` is Ansible's and does not exist here",
                ForeignKeywords.advice(key).orElse(""));
    }

    /** The name here of a module that is called otherwise elsewhere: with a collection before it, or renamed. */
    private @Nullable String known(String key) {
        int dot = key.indexOf('.') < 0 ? -1 : key.lastIndexOf('.');
        String last = key.substring(dot + 1);
        if (dot >= 0 && named(last)) {
            return last;
        }
        return modules.renamed(last).filter(this::named).orElse(null);
    }

    private void formerName(Entry entry, String name) {
        String key = entry.key().text();
        boolean collection = key.endsWith("." + name);
        diagnostics.error(
                Codes.UNKNOWN_MODULE.id(), entry.key().span(),
                collection ? "Modules have no collection before their name" : "`" + key + "` is called `" + name + "` here",
                "write `" + name + "`");
    }

    private void several(List<Entry> named) {
        Entry first = named.getFirst();
        for (Entry other : named.subList(1, named.size())) {
            diagnostics.add(Diagnostic.error(
                            Codes.SEVERAL_MODULES.id(), other.key().span(),
                            "This task has a second module, `" + other.key().text() + "`",
                            "make two tasks of it; or, if it is a parameter of `" + first.key().text()
                                    + "`, indent it below that")
                    .withRelated(first.key().span(), "the first module is here"));
        }
    }

    /** Explains keys that are nothing; answers whether one of them was meant as the module. */
    private boolean unknown(List<Entry> unknown, Level level, boolean moduleWanted, @Nullable Entry module) {
        boolean moduleFound = !moduleWanted;
        for (Entry entry : unknown) {
            String key = entry.key().text();
            List<String> keywords = Suggestions.nearest(key, Keywords.names(level));
            List<String> both = moduleFound ? keywords : nearestOfBoth(key, level);
            Optional<String> advice = ForeignModules.advice(key);
            boolean asModule = !moduleFound && (advice.isPresent() || both.isEmpty() || named(both.getFirst()));
            if (asModule) {
                moduleFound = true;
                diagnostics.error(
                        Codes.UNKNOWN_MODULE.id(), entry.key().span(), "There is no module `" + key + "`",
                        advice.orElse(both.isEmpty()
                                ? "`runbook doc` lists the modules there are"
                                : "did you mean " + Suggestions.either(both) + "?"));
            } else {
                unknownKeyword(entry, level, keywords, module);
            }
        }
        return moduleWanted && moduleFound;
    }

    private List<String> nearestOfBoth(String qualified, Level level) {
        String key = qualified.substring(qualified.lastIndexOf('.') + 1);
        List<String> candidates = new ArrayList<>(Keywords.names(level));
        candidates.addAll(modules.names());
        EngineTasks.all().forEach(task -> candidates.add(task.name()));
        return Suggestions.nearest(key, candidates);
    }

    private void unknownKeyword(Entry entry, Level level, List<String> near, @Nullable Entry module) {
        String key = entry.key().text();
        List<String> hints = new ArrayList<>();
        String known = known(key);
        boolean parameter = module != null && module.value() instanceof ScalarNode none && none.isNull();
        if (parameter && module != null) {
            hints.add("if it is a parameter of `" + module.key().text() + "`, indent it further, below `"
                    + module.key().text() + ":`");
        } else if (!near.isEmpty()) {
            hints.add("did you mean " + Suggestions.either(near) + "?");
        } else if (named(key)) {
            hints.add("`" + key + "` is a module: it belongs in a task");
        } else if (known != null) {
            hints.add("if the module `" + known + "` is meant: it belongs in a task");
        } else if (module != null) {
            hints.add("parameters of `" + module.key().text() + "` go below `" + module.key().text() + ":`");
        }
        List<String> elsewhere = near.isEmpty() && !parameter
                ? Suggestions.nearest(key, Keywords.all().stream().map(Keyword::name).toList())
                : List.of();
        elsewhere.stream().findFirst().flatMap(Keywords::find).ifPresent(other -> hints.addFirst(
                "`" + other.name() + "` is alike, and belongs to " + Keywords.phrase(other.levels())));
        diagnostics.error(
                Codes.UNKNOWN_KEYWORD.id(), entry.key().span(),
                "`" + key + "` is not a keyword of " + level.phrase(), hints.toArray(String[]::new));
    }
}
