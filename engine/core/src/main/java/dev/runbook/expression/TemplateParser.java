package dev.runbook.expression;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a template file and tells all its mistakes at once. */
final class TemplateParser {
    private static final Pattern LOOP = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*:(?!:)");
    private static final int DEEPEST = 64;

    private final String text;
    private final Positions positions;
    private final Diagnostics diagnostics;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Piece> top = new ArrayList<>();

    private TemplateParser(Source source, Diagnostics diagnostics) {
        text = source.text();
        positions = Positions.of(source);
        this.diagnostics = diagnostics;
    }

    static List<Piece> parse(Source source, Diagnostics diagnostics) {
        var parser = new TemplateParser(source, diagnostics);
        List<TemplateToken> tokens = TemplateToken.tokens(source.text(), parser.positions, diagnostics);
        tokens.forEach(parser::take);
        parser.open.descendingIterator().forEachRemaining(block -> parser.error("unclosed-block", block.token,
                "`@" + block.token.name() + "{` is not closed: its @end{} is missing"));
        TextParser.jinja(parser.text, parser.positions, diagnostics);
        return List.copyOf(parser.top);
    }

    /** A block whose end is yet to come. */
    private static final class Open {
        private final TemplateToken token;
        private final @Nullable String name;
        private final @Nullable Program list;
        private final List<Piece.Branch> branches = new ArrayList<>();
        private @Nullable Program condition;
        private List<Piece> body = new ArrayList<>();
        private boolean hasElse;

        Open(TemplateToken token, @Nullable Program condition, @Nullable String name, @Nullable Program list) {
            this.token = token;
            this.condition = condition;
            this.name = name;
            this.list = list;
        }
    }

    private void take(TemplateToken token) {
        switch (token.kind()) {
            case WORDS -> {
                if (token.start() < token.end()) {
                    add(new Piece.Words(text.substring(token.start(), token.end())));
                }
            }
            case EXPRESSION -> {
                Program program = program(token, token.inner(), token.innerEnd(), false);
                if (program != null) {
                    add(new Piece.Hole(program));
                }
            }
            case COMMENT -> {
                // Leaves nothing behind.
            }
            case IF -> push(new Open(token, program(token, token.inner(), token.innerEnd(), true), null, null));
            case FOREACH -> loop(token);
            case ELSE -> otherwise(token);
            case END -> end(token);
        }
    }

    private void add(Piece piece) {
        (open.isEmpty() ? top : open.peek().body).add(piece);
    }

    private void push(Open block) {
        if (open.size() == DEEPEST) {
            error("limit-exceeded", block.token, "blocks are nested too deeply");
        }
        open.push(block);
    }

    private @Nullable Program program(TemplateToken token, int start, int end, boolean condition) {
        if (text.substring(start, end).isBlank() && token.kind() != TemplateToken.Kind.EXPRESSION) {
            error("syntax", token, "an expression is missing between the braces of `@" + token.name() + "{}`");
            return null;
        }
        Set<String> locals = new HashSet<>();
        for (Open block : open) {
            if (block.name != null) {
                locals.add(block.name);
                locals.add(TemplateRun.LOOP);
            }
        }
        return Program.compile(text.substring(start, end), positions.from(start), locals, condition, diagnostics);
    }

    private void loop(TemplateToken token) {
        Matcher matcher = LOOP.matcher(text).region(token.inner(), token.innerEnd());
        if (!matcher.lookingAt()) {
            error("syntax", token, "a loop is written @foreach{item : list}");
            push(new Open(token, null, "", null));
            return;
        }
        push(new Open(token, null, matcher.group(1), program(token, matcher.end(), token.innerEnd(), false)));
    }

    private void otherwise(TemplateToken token) {
        Open block = open.peek();
        if (block == null || block.name != null) {
            error("stray-block", token, "`@" + token.name() + "{}` stands outside of an @if{}"
                    + (block == null ? "" : ": the innermost open block is a @foreach{}"));
            return;
        }
        if (block.hasElse) {
            error("stray-block", token, "`@" + token.name() + "{}` stands after the @else{} of its @if{}");
        }
        block.branches.add(new Piece.Branch(block.condition, List.copyOf(block.body)));
        block.body = new ArrayList<>();
        boolean bare = text.substring(token.inner(), token.innerEnd()).isBlank() && !token.name().equals("elseif");
        block.hasElse |= bare;
        block.condition = bare ? null : program(token, token.inner(), token.innerEnd(), true);
    }

    private void end(TemplateToken token) {
        Open block = open.poll();
        if (block == null) {
            error("stray-block", token, "`@end{}` closes nothing");
            return;
        }
        boolean bare = text.substring(token.inner(), token.innerEnd()).isBlank();
        if (block.name == null) {
            if (!bare) {
                error("syntax", token, "only the @end{} of a @foreach{} can hold a separator");
            }
            block.branches.add(new Piece.Branch(block.condition, List.copyOf(block.body)));
            add(new Piece.Choice(List.copyOf(block.branches)));
            return;
        }
        Program separator = bare ? null : program(token, token.inner(), token.innerEnd(), false);
        if (block.list != null) {
            add(new Piece.Loop(block.name, block.list, List.copyOf(block.body), separator,
                    positions.span(block.token.start(), block.token.end())));
        }
    }

    private void error(String code, TemplateToken token, String summary, String... hints) {
        diagnostics.error(code, positions.span(token.start(), Math.min(token.end(), token.inner())), summary, hints);
    }
}
