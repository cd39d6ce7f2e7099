package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which hosts are meant: names of hosts and groups, {@code a:b} or {@code a,b} for all of several, {@code &b} for those
 * also in b, {@code !c} for those not in c, {@code web*}, {@code ~web\d+}, {@code web[0]}, {@code web[1:3]}.
 */
public final class HostPattern {
    private final String text;
    private final List<Term> terms;

    /** How a term takes part. */
    enum Role {
        ADD,
        RESTRICT,
        REMOVE
    }

    /** One term, its sign already taken off. */
    record Term(Role role, String text, Span span) {}

    private HostPattern(String text, List<Term> terms) {
        this.text = text;
        this.terms = List.copyOf(terms);
    }

    /** Of a play's {@code hosts}: a text or a list of texts, without expressions. */
    public static HostPattern of(Node node, Diagnostics diagnostics) {
        List<Term> terms = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int known = diagnostics.all().size();
        switch (node) {
            case Node.ScalarNode scalar -> scalar(scalar, terms, texts);
            case Node.SequenceNode sequence -> {
                for (Node item : sequence.items()) {
                    if (item instanceof Node.ScalarNode scalar) {
                        scalar(scalar, terms, texts);
                    } else {
                        notText(item, diagnostics);
                    }
                }
            }
            case Node.MappingNode mapping -> notText(mapping, diagnostics);
        }
        HostPattern pattern = new HostPattern(String.join(",", texts), terms);
        return diagnostics.all().size() > known ? pattern : checked(pattern, node.span(), diagnostics);
    }

    /** Of a text computed from what stands at the span, or typed: {@code runbook exec PATTERN}. */
    public static HostPattern of(String text, Span span, Diagnostics diagnostics) {
        List<Term> terms = new ArrayList<>();
        boolean verbatim = span.source().text().startsWith(text, span.startOffset());
        PatternSplitter.split(text, (term, from, to) -> terms.add(term(
                term, verbatim ? span.source().span(span.startOffset() + from, span.startOffset() + to) : span)));
        return checked(new HostPattern(text, terms), span, diagnostics);
    }

    /**
     * Of {@code -l}: a pattern, or {@code @FILE} with one a line.
     *
     * @param files reads the file, which is relative to the working directory
     */
    public static HostPattern limit(String text, SourceLoader files, Diagnostics diagnostics) {
        Source source = new Source("<command line>", null, text);
        List<Term> terms = new ArrayList<>();
        int known = diagnostics.all().size();
        PatternSplitter.split(text, (term, from, to) -> {
            Span span = source.span(from, to);
            if (term.startsWith("@")) {
                Path file = Path.of(term.substring(1));
                files.load(term.substring(1), file, span, diagnostics).ifPresent(list -> lines(list, terms));
            } else {
                terms.add(term(term, span));
            }
        });
        HostPattern pattern = new HostPattern(text, terms);
        return diagnostics.all().size() > known
                ? pattern
                : checked(pattern, source.span(0, text.length()), diagnostics);
    }

    private static void lines(Source list, List<Term> terms) {
        int base = 0;
        for (String line : list.text().split("\n", -1)) {
            int start = base;
            base += line.length() + 1;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                PatternSplitter.split(line.stripTrailing(), (term, from, to) ->
                        terms.add(term(term, list.span(start + from, start + to))));
            }
        }
    }

    private static void scalar(Node.ScalarNode scalar, List<Term> terms, List<String> texts) {
        texts.add(scalar.text());
        PatternSplitter.split(
                scalar.text(), (term, from, to) -> terms.add(term(term, scalar.spanOf(from, to))));
    }

    private static Term term(String text, Span span) {
        return switch (text.charAt(0)) {
            case '!' -> new Term(Role.REMOVE, text.substring(1).strip(), span);
            case '&' -> new Term(Role.RESTRICT, text.substring(1).strip(), span);
            default -> new Term(Role.ADD, text, span);
        };
    }

    private static void notText(Node node, Diagnostics diagnostics) {
        diagnostics.add(Diagnostic.error(
                Codes.WRONG_SHAPE.id(),
                node.span(),
                "A host pattern is text, not " + YamlInventory.kind(node),
                "name a host, a group, or several: `web:db`"));
    }

    private static HostPattern checked(HostPattern pattern, Span span, Diagnostics diagnostics) {
        for (Term term : pattern.terms) {
            if (term.text.isEmpty()) {
                diagnostics.error(Codes.INVALID_HOST_PATTERN.id(), term.span, "A name must follow `!` and `&`");
            }
        }
        if (pattern.terms.isEmpty()) {
            diagnostics.error(
                    Codes.INVALID_HOST_PATTERN.id(), span, "The host pattern is empty", "write `all` for every host");
        }
        return pattern;
    }

    /**
     * The hosts meant, in the order of the inventory; an implicit {@code localhost} comes last.
     *
     * @param diagnostics learns of names that are neither host nor group, and of what cannot be a pattern
     */
    public List<InventoryHost> select(Inventory inventory, Diagnostics diagnostics) {
        PatternMatcher matcher = new PatternMatcher(inventory, diagnostics);
        Set<String> chosen = new LinkedHashSet<>();
        if (terms.stream().noneMatch(term -> term.role == Role.ADD) && !terms.isEmpty()) {
            chosen.addAll(inventory.hosts().keySet());
        }
        in(Role.ADD, term -> chosen.addAll(matcher.match(term)));
        in(Role.RESTRICT, term -> chosen.retainAll(matcher.match(term)));
        in(Role.REMOVE, term -> chosen.removeAll(matcher.match(term)));
        List<InventoryHost> hosts = new ArrayList<>();
        for (InventoryHost host : inventory.hosts().values()) {
            if (chosen.remove(host.name())) {
                hosts.add(host);
            }
        }
        chosen.forEach(implicit -> inventory.host(implicit).ifPresent(hosts::add));
        return hosts;
    }

    private void in(Role role, java.util.function.Consumer<Term> use) {
        terms.stream().filter(term -> term.role == role && !term.text.isEmpty()).forEach(use);
    }

    @Override
    public String toString() {
        return text;
    }
}
