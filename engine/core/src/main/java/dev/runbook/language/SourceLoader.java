package dev.runbook.language;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads text files for the engine: UTF-8, with or without a byte order mark, of a sensible size. */
public final class SourceLoader {
    /** The largest file that is read, in bytes. */
    public static final int LARGEST = 4 * 1024 * 1024;

    /**
     * Reads a file, or says why it cannot be read.
     *
     * @param shown how it is called in messages: as the user wrote it
     * @param mentioned where a runbook names the file; null for one from the command line
     */
    public Optional<Source> load(String shown, Path file, @Nullable Span mentioned, Diagnostics diagnostics) {
        Problems problems = new Problems(shown, file, mentioned, diagnostics);
        if (Files.isDirectory(file)) {
            return problems.say(Codes.FILE_UNREADABLE, "`" + shown + "` is a directory", insideHint(file));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            return problems.say(Codes.FILE_MISSING, "There is no file `" + shown + "`", missingHint(file));
        } catch (AccessDeniedException e) {
            return problems.say(
                    Codes.FILE_UNREADABLE, "Permission to read `" + shown + "` is denied", "check its owner and mode");
        } catch (IOException e) {
            return problems.say(Codes.FILE_UNREADABLE, "`" + shown + "` cannot be read: " + e.getMessage(), "");
        }
        if (bytes.length > LARGEST) {
            return problems.say(
                    Codes.FILE_TOO_LARGE,
                    "`" + shown + "` is too large: more than " + LARGEST / 1024 / 1024 + " MiB",
                    "was another file meant?");
        }
        return decode(bytes, shown, file, problems);
    }

    private static Optional<Source> decode(byte[] bytes, String shown, Path file, Problems problems) {
        int bom = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            return problems.say(Codes.FILE_BINARY, "`" + shown + "` is UTF-16, not UTF-8", "save it as UTF-8");
        }
        var decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, bom, bytes.length - bom);
        try {
            String text = decoder.decode(in).toString();
            int zero = text.indexOf('\0');
            return zero < 0
                    ? Optional.of(new Source(shown, file, text))
                    : problems.say(
                            Codes.FILE_BINARY, "`" + shown + "` is a binary file, not text",
                            "there is a zero byte in line " + lineOf(text.substring(0, zero)));
        } catch (CharacterCodingException e) {
            int line = lineOf(new String(bytes, 0, in.position(), StandardCharsets.ISO_8859_1));
            return problems.say(
                    Codes.FILE_BINARY, "`" + shown + "` is not UTF-8 text: byte 0x%02X in line %d".formatted(
                            bytes[Math.min(in.position(), bytes.length - 1)], line),
                    "if it is text, save it as UTF-8: `iconv -f ISO-8859-1 -t UTF-8`");
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        return bytes.length >= mark.length
                && IntStream.range(0, mark.length).allMatch(i -> bytes[i] == (byte) mark[i]);
    }

    private static int lineOf(String before) {
        return 1 + (int) before.chars().filter(c -> c == '\n').count();
    }

    private static String missingHint(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (directory == null || name == null) {
            return "";
        }
        if (!Files.isDirectory(directory)) {
            return "the directory `" + directory + "` does not exist either";
        }
        return Suggestions.hint(name.toString(), names(directory, false)).orElse("");
    }

    private static String insideHint(Path directory) {
        List<String> runbooks = names(directory, true);
        return runbooks.isEmpty()
                ? "name a file in it"
                : "name a file in it: " + Suggestions.either(runbooks.subList(0, Math.min(3, runbooks.size())));
    }

    private static List<String> names(Path directory, boolean yamlOnly) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.limit(1000).forEach(path -> names.add(String.valueOf(path.getFileName())));
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return List.of();
        }
        names.removeIf(name -> yamlOnly && !name.endsWith(".yml") && !name.endsWith(".yaml"));
        names.sort(null);
        return names;
    }

    private record Problems(String shown, Path file, @Nullable Span mentioned, Diagnostics diagnostics) {
        Optional<Source> say(Codes code, String summary, String hint) {
            Diagnostic found = hint.isEmpty()
                    ? Diagnostic.error(code.id(), mentioned, summary)
                    : Diagnostic.error(code.id(), mentioned, summary, hint);
            String full = file.toAbsolutePath().normalize().toString();
            diagnostics.add(full.equals(shown) || mentioned == null ? found : found.withDetail("Looked for " + full + "."));
            return Optional.empty();
        }
    }
}
