package dev.runbook.language;

import dev.runbook.language.Diagnostic.Related;
import dev.runbook.language.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders diagnostics as text for people: what, where, the line with the place underlined, and what to do. */
public final class DiagnosticRenderer {
    /** More than these nobody reads. */
    private static final int MOST = 100;

    private final boolean colours;

    /** @param colours whether to use ANSI escapes */
    public DiagnosticRenderer(boolean colours) {
        this.colours = colours;
    }

    /** A place to underline. */
    private record Mark(Span span, boolean primary, String message) {}

    /** The first hundred, file by file and from top to bottom, with a line at the end that counts them all. */
    public String render(Collection<Diagnostic> diagnostics) {
        if (diagnostics.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        ordered(diagnostics).limit(MOST).forEach(diagnostic -> out.append(render(diagnostic)).append('\n'));
        if (diagnostics.size() > MOST) {
            out.append("… and ").append(diagnostics.size() - MOST).append(" more.\n\n");
        }
        return out.append(summary(diagnostics)).append('\n').toString();
    }

    /** One, ending in a line end. */
    public String render(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        boolean error = diagnostic.severity() == Severity.ERROR;
        Style style = error ? Style.ERROR : Style.WARNING;
        out.append(paint(style, (error ? "error" : "warning") + "[" + diagnostic.code() + "]"))
                .append(paint(Style.BOLD, ": " + visible(diagnostic.summary())))
                .append('\n');
        int gutter = gutter(diagnostic);
        Span span = diagnostic.span();
        if (span != null) {
            places(out, diagnostic, span, style, gutter);
        } else {
            diagnostic.related().forEach(related -> excerpt(
                    out, "-->", related.span(), List.of(new Mark(related.span(), false, related.message())), style, gutter));
        }
        if (!diagnostic.detail().isEmpty()) {
            note(out, gutter, "", diagnostic.detail());
        }
        diagnostic.hints().forEach(hint -> note(out, gutter, "help: ", hint));
        return out.toString();
    }

    /** {@code 2 errors, 1 warning}. */
    public String summary(Collection<Diagnostic> diagnostics) {
        long errors = diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).count();
        long warnings = diagnostics.size() - errors;
        List<String> parts = new ArrayList<>();
        if (errors > 0) {
            parts.add(paint(Style.ERROR, errors + (errors == 1 ? " error" : " errors")));
        }
        if (warnings > 0) {
            parts.add(paint(Style.WARNING, warnings + (warnings == 1 ? " warning" : " warnings")));
        }
        return String.join(", ", parts);
    }

    private static Stream<Diagnostic> ordered(Collection<Diagnostic> diagnostics) {
        Map<String, Integer> files = new LinkedHashMap<>();
        diagnostics.forEach(d -> files.putIfAbsent(file(d.span()), files.size()));
        Comparator<Diagnostic> byFile = Comparator.comparingInt(d -> files.getOrDefault(file(d.span()), 0));
        return diagnostics.stream()
                .sorted(byFile
                        .thenComparingInt(d -> d.span() == null ? 0 : d.span().startLine())
                        .thenComparingInt(d -> d.span() == null ? 0 : d.span().startColumn()));
    }

    private static String file(@Nullable Span span) {
        return span == null ? "" : span.source().name();
    }

    private static int gutter(Diagnostic diagnostic) {
        int last = diagnostic.span() == null ? 0 : diagnostic.span().startLine();
        for (Related related : diagnostic.related()) {
            last = Math.max(last, related.span().startLine());
        }
        return String.valueOf(last).length();
    }

    private void places(StringBuilder out, Diagnostic diagnostic, Span span, Style style, int gutter) {
        List<Mark> here = new ArrayList<>();
        here.add(new Mark(span, true, ""));
        List<Related> elsewhere = new ArrayList<>();
        for (Related related : diagnostic.related()) {
            if (related.span().source().equals(span.source())) {
                here.add(new Mark(related.span(), false, related.message()));
            } else {
                elsewhere.add(related);
            }
        }
        excerpt(out, "-->", span, here, style, gutter);
        for (Related related : elsewhere) {
            excerpt(out, ":::", related.span(), List.of(new Mark(related.span(), false, related.message())), style, gutter);
        }
    }

    private void excerpt(StringBuilder out, String arrow, Span at, List<Mark> marks, Style style, int gutter) {
        out.append(" ".repeat(gutter)).append(paint(Style.FRAME, arrow)).append(' ').append(visible(at.at())).append('\n');
        TreeMap<Integer, List<Mark>> byLine = new TreeMap<>();
        marks.forEach(mark -> byLine.computeIfAbsent(mark.span().startLine(), line -> new ArrayList<>()).add(mark));
        if (at.source().text().isBlank()) {
            return;
        }
        String margin = " ".repeat(gutter) + " " + paint(Style.FRAME, "|");
        out.append(margin).append('\n');
        int previous = 0;
        for (Map.Entry<Integer, List<Mark>> line : byLine.entrySet()) {
            int number = line.getKey();
            if (previous != 0 && number > previous + 1) {
                out.append(paint(Style.FRAME, "...")).append('\n');
            }
            String label = String.valueOf(number);
            String head = paint(Style.FRAME, " ".repeat(gutter - label.length()) + label + " |");
            String text = at.source().line(number);
            if (!ExcerptLine.fits(text)) {
                line.getValue().forEach(mark -> line(out.append(head), text, List.of(mark), margin, style));
            } else {
                line(out.append(head), text, line.getValue(), margin, style);
            }
            previous = number;
        }
    }

    private void line(StringBuilder out, String text, List<Mark> marks, String margin, Style style) {
        Mark main = marks.stream().filter(Mark::primary).findFirst().orElse(marks.getFirst());
        ExcerptLine shown = ExcerptLine.of(text, main.span().startColumn(), endColumn(main.span()));
        out.append(shown.text().isEmpty() ? "" : " " + shown.text()).append('\n');
        for (Mark mark : marks) {
            int start = shown.position(mark.span().startColumn());
            int end = Math.max(start + 1, shown.position(endColumn(mark.span())));
            String underline = (mark.primary() ? "^" : "-").repeat(end - start);
            String message = mark.message().isEmpty() ? "" : " " + visible(mark.message());
            out.append(margin).append(' ').append(" ".repeat(start))
                    .append(paint(mark.primary() ? style : Style.FRAME, underline + message))
                    .append('\n');
        }
    }

    /** The end of a span within its first line. */
    private static int endColumn(Span span) {
        if (span.endLine() == span.startLine()) {
            return Math.max(span.endColumn(), span.startColumn() + 1);
        }
        String line = span.source().line(span.startLine());
        return Math.max(span.startColumn() + 1, 1 + line.codePointCount(0, line.stripTrailing().length()));
    }

    private void note(StringBuilder out, int gutter, String label, String text) {
        String indent = "\n" + " ".repeat(gutter + 3 + label.length());
        out.append(" ".repeat(gutter)).append(' ').append(paint(Style.FRAME, "=")).append(' ')
                .append(label.isEmpty() ? "" : paint(Style.HELP, label))
                .append(String.join(indent, text.strip().lines().map(DiagnosticRenderer::visible).toList()))
                .append('\n');
    }

    /** What a text holds that would change the terminal is made visible. */
    private static String visible(String text) {
        return ExcerptLine.of(text, 1, 1, Integer.MAX_VALUE).text();
    }

    private enum Style {
        ERROR("1;31"),
        WARNING("1;33"),
        BOLD("1"),
        FRAME("34"),
        HELP("32");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private String paint(Style style, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
