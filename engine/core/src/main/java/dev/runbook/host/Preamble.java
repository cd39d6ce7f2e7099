package dev.runbook.host;

import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From the login shell to a plain {@code sh} as the user wanted: the command that leads there, the password asked for
 * on the way, and what went wrong when it does not lead there. What rc files print before the start is noise.
 */
final class Preamble {
    /** Characters of noise that are looked at. */
    static final int NOISE_LIMIT = 64 * 1024;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern PROMPT = Pattern.compile("[^\\n]*[:\\uff1a]\\s?\\z");

    private final Login login;
    private final String start = token();
    /** Ends with what the start cannot begin with: a reader that waits for the start would hold that back. */
    private final String prompt = token() + ":";
    private String pid = "";
    private boolean builtinPrintf;
    private int answered;
    private boolean refusedAnswer;

    Preamble(Login login) {
        this.login = login;
    }

    /** What nobody on the host can guess. */
    static String token() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String start() {
        return start;
    }

    /** Understood by any login shell: only plain words and single quotes. */
    String command(String shell, String then) {
        String boot = "'echo " + start + " $$ $(command -v printf); echo " + start + " >&2; " + then + "'";
        Access.Become become = login.become();
        if (become == null) {
            return "exec " + shell + " -c " + boot;
        }
        String user = ShellScript.quote(become.user());
        return switch (become.method()) {
            case "sudo" -> "exec sudo -H " + (login.hasPassword() ? "-S -p " + prompt : "-n") + " -u " + user + " "
                    + shell + " -c " + boot;
            case "su" -> "exec su -s /bin/sh " + user + " -c " + boot;
            default -> throw new TaskFailedException(
                    "become_method " + become.method() + " is not known", null, List.of("Use sudo or su."));
        };
    }

    void started(String rest) {
        String[] words = rest.strip().split(" ", -1);
        pid = words[0];
        builtinPrintf = words.length > 1 && words[1].equals("printf");
    }

    String pid() {
        return pid;
    }

    boolean builtinPrintf() {
        return builtinPrintf;
    }

    /** What to type now, given what was printed so far; null for nothing. */
    @Nullable String answer(String out, String err) {
        Access.Become become = login.become();
        if (become == null || refusedAnswer) {
            return null;
        }
        int asked = become.method().equals("sudo") ? count(err, prompt) : countPrompts(out, err);
        if (asked <= answered) {
            return null;
        }
        if (answered > 0 || !login.hasPassword()) {
            refusedAnswer = true;
            throw passwordProblem(answered > 0);
        }
        answered++;
        return login.password() + "\n";
    }

    private static int count(String text, String token) {
        int count = 0;
        for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
            count++;
        }
        return count;
    }

    /** {@code su} words its prompt as it likes: a line that ends in a colon and waits. */
    private int countPrompts(String out, String err) {
        return answered == 0 && (PROMPT.matcher(err).find() || PROMPT.matcher(out).find()) ? 1 : 0;
    }

    private TaskFailedException passwordProblem(boolean wrong) {
        Access.Become become = become();
        String what = become.method() + " to " + become.user() + " on " + login.host();
        return wrong
                ? new TaskFailedException(
                        what + " did not accept the password for " + passwordOwner(become), null,
                        List.of("Check the become password given with -K or ansible_become_password."))
                : new TaskFailedException(what + " asks for a password and none was given", null, passwordHints());
    }

    private Access.Become become() {
        Access.Become become = login.become();
        if (become == null) {
            throw new IllegalStateException("no user to become");
        }
        return become;
    }

    private String passwordOwner(Access.Become become) {
        return become.method().equals("su") ? become.user() : login.user();
    }

    private List<String> passwordHints() {
        return List.of(
                "Give it with -K (it is asked for) or as ansible_become_password in an encrypted file.",
                "Or let " + login.user() + " become root without one: NOPASSWD in /etc/sudoers.");
    }

    /** The shell ended before it began. */
    RuntimeException refused(String out, String err) {
        String said = said(out, err);
        Access.Become become = login.become();
        if (become == null) {
            return new HostUnreachableException(
                    "the login of " + login.user() + " on " + login.host() + " gives no shell" + said,
                    List.of("The user needs a login shell that runs commands, and " + login.host() + " a /bin/sh."));
        }
        if ((answered > 0 && become.method().equals("su")) || count(err, prompt) > 1
                || err.contains("incorrect password attempt")) {
            return passwordProblem(true);
        }
        if (err.contains("password is required") || err.contains("terminal is required to read the password")) {
            return passwordProblem(false);
        }
        String what = login.user() + " cannot become " + become.user() + " on " + login.host() + " with "
                + become.method() + said;
        return new TaskFailedException(what, null, refusalHints(become, err));
    }

    private List<String> refusalHints(Access.Become become, String err) {
        if (err.contains("must have a tty")) {
            return List.of("sudo there insists on a terminal; add to /etc/sudoers: Defaults:" + login.user()
                    + " !requiretty");
        }
        if (err.contains("not in the sudoers") || err.contains("is not allowed to") || err.contains("may not run sudo")) {
            return List.of("Allow it in /etc/sudoers.d: " + login.user() + " ALL=(ALL:ALL) ALL",
                    "The engine needs /bin/sh as " + become.user() + "; rules for single programs are not enough.");
        }
        if (err.contains("unknown user") || err.contains("does not exist")) {
            return List.of("Check become_user.");
        }
        if (err.contains("not found") || err.contains("No such file") || err.contains("Unknown command")) {
            return List.of("Install " + become.method() + ", choose another become_method, or connect as "
                    + become.user() + ".");
        }
        return List.of();
    }

    /** Nothing more comes, and no start either. */
    RuntimeException silent(Duration limit, String out, String err) {
        String message = "no shell as " + (login.become() == null ? login.user() : login.become().user()) + " on "
                + login.host() + " within " + limit.toSeconds() + " s" + said(out, err);
        return login.become() == null
                ? new HostUnreachableException(
                        message, List.of("Something in the login files of " + login.user() + " may be waiting."))
                : new TaskFailedException(
                        message, null, List.of("Something other than the password may be asked for there."));
    }

    private String said(String out, String err) {
        String text = (err + "\n" + out).replace(prompt, "").strip();
        String shown = text.length() > 600 ? "…" + text.substring(text.length() - 600) : text;
        return shown.isEmpty() ? "" : ": " + shown;
    }
}
