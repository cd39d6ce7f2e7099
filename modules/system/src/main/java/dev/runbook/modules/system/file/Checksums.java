package dev.runbook.modules.system.file;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.DownloadFile;
import dev.runbook.api.host.Paths;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checksum that a download must have: given, or looked up in a list. */
final class Checksums {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern LINE = Pattern.compile("\\\\?([0-9a-fA-F]{64})[ \t]+[ *]?(.+?)\\s*");
    private static final Pattern BSD = Pattern.compile("SHA256 \\((.+)\\) = ([0-9a-fA-F]{64})\\s*");

    private Checksums() {}

    static void check(@Nullable String checksum) {
        if (checksum == null) {
            return;
        }
        if (!checksum.startsWith("sha256:")) {
            throw new InvalidParameterException("checksum", "expected `sha256:` and 64 hexadecimal digits or an address",
                    checksum.matches("(md5|sha1|sha512|sha384|sha224):.*")
                            ? "Only sha256 is supported; most projects publish it beside the others." : null);
        }
        String rest = checksum.substring("sha256:".length()).strip();
        if (!HEX.matcher(rest).matches() && !rest.matches("(https?|ftp)://\\S+")) {
            throw new InvalidParameterException("checksum", rest.matches("[0-9a-fA-F]+")
                    ? "a SHA-256 checksum has 64 hexadecimal digits; this one has " + rest.length()
                    : "expected 64 hexadecimal digits or an address after `sha256:`");
        }
    }

    static String expected(String checksum, DownloadModule.Parameters parameters, World world) {
        String rest = checksum.substring("sha256:".length()).strip();
        if (HEX.matcher(rest).matches()) {
            return rest.toLowerCase(Locale.ROOT);
        }
        boolean sameServer = server(rest).equals(server(parameters.url()));
        NetworkQuery.HttpAnswer answer = world.ask(new NetworkQuery.HttpGet("GET", rest,
                sameServer ? parameters.headers() : Map.of(), true, parameters.verifyTls(), parameters.timeout(), false));
        if (answer.status() != 200) {
            throw new TaskFailedException("the list of checksums " + DownloadFile.shown(rest) + " could not be read: "
                    + (answer.status() == 0 ? answer.error() : "HTTP status " + answer.status()));
        }
        String name = Paths.name(parameters.url().replaceFirst("[?#].*$", ""));
        String found = find(answer.body(), name);
        if (found == null) {
            throw new TaskFailedException(
                    "the list of checksums " + DownloadFile.shown(rest) + " has no entry for " + name, null,
                    List.of("An entry is a line `<64 hexadecimal digits>  " + name + "`."));
        }
        return found;
    }

    /** The headers of a download are for its server; another one must not get to see them. */
    private static String server(String url) {
        return url.replaceFirst("^(\\w+://[^/]*).*$", "$1");
    }

    /** The checksum of a file in a list; a list that is one bare checksum is that of any file. */
    static @Nullable String find(String list, String name) {
        if (HEX.matcher(list.strip()).matches()) {
            return list.strip().toLowerCase(Locale.ROOT);
        }
        for (String line : list.split("\n")) {
            Matcher plain = LINE.matcher(line);
            if (plain.matches() && Paths.name("/" + plain.group(2)).equals(name)) {
                return plain.group(1).toLowerCase(Locale.ROOT);
            }
            Matcher bsd = BSD.matcher(line);
            if (bsd.matches() && Paths.name("/" + bsd.group(1)).equals(name)) {
                return bsd.group(2).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }
}
