package dev.runbook.host;

import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One script on its way to a shell, and how it is written so that whatever it contains, the shell around it survives.
 *
 * @param text POSIX shell
 * @param input what it reads, sent along inside the frame; null for nothing
 * @param environment exported before it starts
 * @param own whether it is the engine's (fixed locale, system directories on the path) rather than a user's command
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Script(String text, byte @Nullable [] input, Map<String, String> environment, boolean own) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * Sees whether a user's command left something running that still holds the shell's output: what it prints later
     * would come between answers. Counts processes with the same pipes, where there is /proc; before the first command
     * there are only the shell itself and perhaps sudo.
     */
    static final String HELD = """
            rb_count() {
              rb_n=0
              for rb_f in /proc/[0-9]*; do
                if [ "$rb_f/fd/1" -ef /proc/$$/fd/1 ] || [ "$rb_f/fd/2" -ef /proc/$$/fd/2 ]; then rb_n=$((rb_n + 1)); fi
              done
            }
            rb_held() { rb_kept=; rb_count; [ $rb_n -le $rb_base ] || rb_kept=+; }
            [ -n "$rb_base" ] || { rb_count; rb_base=$rb_n; }
            """;

    static Script query(String text) {
        return new Script(text, null, Map.of(), true);
    }

    /** The frame for a running shell: the script in a subshell with its input, then a marker on both streams. */
    String framed(String marker, int number, boolean onlyIfAllWell) {
        StringBuilder frame = new StringBuilder(text.length() + 512);
        if (onlyIfAllWell) {
            frame.append("if [ \"$rb_status$rb_stop\" = 0 ]; then\n");
        }
        byte[] bytes = input;
        if (bytes == null) {
            frame.append(subshell()).append(" </dev/null\n");
        } else {
            frame.append(printf(bytes)).append(" 2>/dev/null | ").append(subshell()).append('\n');
        }
        frame.append("rb_status=$?\n");
        if (own) {
            frame.append(mark(marker, number, "$rb_status"));
        } else {
            frame.append("rb_held\n").append(mark(marker, number, "$rb_status$rb_kept"));
        }
        if (onlyIfAllWell) {
            frame.append("else\n").append(mark(marker, number, "-")).append("fi\n");
        }
        return frame.toString();
    }

    /** For a shell of its own whose input is the script's: the same, without setting the input. */
    String framedAlone(String marker) {
        return subshell() + "\nrb_status=$?\n" + mark(marker, 0, "$rb_status");
    }

    private static String mark(String marker, int number, String status) {
        String text = "\\n" + marker + ":" + number + ":";
        return "printf '" + text + "%s\\n' " + status + "\nprintf '" + text + "\\n' >&2\n";
    }

    private String subshell() {
        StringBuilder shell = new StringBuilder("( umask 022\n");
        environment.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new TaskFailedException("not a name for an environment variable: " + name);
            }
            shell.append("export ").append(name).append('=').append(quoted(value)).append('\n');
        });
        if (own) {
            shell.append("LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin\nexport LC_ALL PATH\n");
        }
        return shell.append("eval ").append(quoted(text)).append(" )").toString();
    }

    private static String quoted(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new TaskFailedException("a shell cannot take text with a NUL character in it");
        }
        return ShellScript.quote(value);
    }

    /** A builtin of every shell in use, so the bytes never show in a list of processes. */
    private static String printf(byte[] bytes) {
        String text = text(bytes);
        return text != null ? "printf %s " + ShellScript.quote(text) : "printf %b '" + octal(bytes) + "'";
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** As {@code printf %b} understands it, on one line of plain ASCII. */
    static String octal(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 3);
        for (byte b : bytes) {
            if (b > ' ' && b < 127 && b != '\\' && b != '\'') {
                text.append((char) b);
            } else {
                text.append('\\').append('0');
                text.append((char) ('0' + ((b >> 6) & 3))).append((char) ('0' + ((b >> 3) & 7))).append((char) ('0' + (b & 7)));
            }
        }
        return text.toString();
    }
}
