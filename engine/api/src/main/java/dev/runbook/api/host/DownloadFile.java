package dev.runbook.api.host;

import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file on the host itself, with curl or wget, and puts it in place whole or not at all.
 *
 * <p>With a checksum it is verified before the rename, and what has arrived when a transfer breaks off is kept in a
 * private directory beside the target and continued the next time.
 *
 * @param path absolute; its directory must exist
 * @param url http, https, ftp or file
 * @param sha256 lower-case hexadecimal, or null where anything is accepted
 * @param headers sent with the request; they may be secret and do not show in the list of processes
 * @param timeout the longest time to connect, and to wait for more data
 * @param retries how often a transfer that fails for a passing reason is tried again
 * @param verifyTls whether the certificate must be valid
 * @param mode permission bits
 * @param before what stood there, so that it can be put back
 */
public record DownloadFile(
        String path,
        String url,
        @Nullable String sha256,
        Map<String, String> headers,
        Duration timeout,
        int retries,
        boolean verifyTls,
        int mode,
        String owner,
        String group,
        @Nullable Before before)
        implements FileAction {
    private static final String BODY =
            """
            request=$(cat)
            if [ -d "$p" ] && [ ! -L "$p" ]; then fail 'it is a directory'; fi
            mine() { [ -d "$1" ] && [ ! -L "$1" ] && set -- $(ls -ldn -- "$1") && [ "$3" = "$(id -u)" ]; }
            k=
            if [ -n "$sum" ]; then
              k=${p%/*}/.runbook.part.$part
              mkdir -m 700 -- "$k" 2>/dev/null || mine "$k" || k=
            fi
            if [ -z "$k" ]; then beside; k=$w; fi
            t=$k/part
            agree() { h=$(sha256sum <"$t") && [ "${h%% *}" = "$sum" ]; }
            fetch() {
              if command -v curl >/dev/null 2>&1; then
                e=$(printf '%s\\n' "$request" | curl -q -fsSL $curl_options -C - -o "$t" -K - 2>&1) && return
                e=${e##*curl: (}
                e=${e#*) }
              elif command -v wget >/dev/null 2>&1; then
                if wget --version 2>/dev/null | grep -q GNU; then
                  printf '%s\\n' "$request" | grep '^header' | sed 's/"//; s/"$//; s/\\\\\\(.\\)/\\1/g' >"$k/rc"
                  e=$(printf '%s\\n' "$url" | wget --config="$k/rc" -nv $wget_options -c -O "$t" -i - 2>&1) && return
                else
                  # Its -T crashes some versions, so it waits as long as it likes.
                  case $request in *header*) fail 'wget of this host cannot send headers; install curl' ;; esac
                  e=$(wget -q -c $no_check -O "$t" "$url" 2>&1) && return
                fi
                e=${e##*
            }
                e=${e#wget: }
              else
                fail 'neither curl nor wget is on the host'
              fi
              return 1
            }
            begun=
            if [ -s "$t" ]; then begun=1; fi
            again() { [ -n "$begun" ] && begun= && rm -f -- "$t" && fetch; }
            if [ -z "$begun" ] || ! agree; then
              fetch || again || fail "$url: $e"
              if [ -n "$sum" ] && ! agree && ! { again && agree; }; then
                rm -rf -- "$k"
                fail "its checksum is ${h%% *}, not $sum"
              fi
            fi
            if [ ! -f "$t" ]; then : >"$t"; fi
            """;

    public DownloadFile {
        headers = Map.copyOf(headers);
    }

    /** The address without what may be secret in it: user, password and query. */
    public static String shown(String url) {
        return url.replaceFirst("^(\\w+://)[^/@]*@", "$1").replaceFirst("\\?.*$", "?…");
    }

    @Override
    public String summary() {
        return "download " + shown(url) + " to " + path;
    }

    @Override
    public @Nullable Left at(String asked) {
        return asked.equals(path)
                ? Left.Stands.file(new FileInfo(FileInfo.Type.FILE, mode, owner, group, FileInfo.NOT_YET,
                        FileInfo.NOT_YET, null), sha256)
                : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    @Override
    public ShellScript script() {
        long seconds = Math.max(1, timeout.toSeconds());
        String curl = "--connect-timeout " + seconds + " --speed-limit 1 --speed-time " + seconds + " --retry " + retries
                + " --retry-delay 1" + (verifyTls ? "" : " -k");
        String noCheck = verifyTls ? "" : "--no-check-certificate";
        String wget = "--timeout=" + seconds + " --tries=" + (retries + 1) + " " + noCheck;
        String part = sha256 == null ? "" : sha256.substring(0, 16);
        String text = Beside.begin("download", path) + "url=" + ShellScript.quote(url) + "\nsum="
                + (sha256 == null ? "" : sha256) + "\npart=" + part + "\nno_check=" + noCheck
                + "\ncurl_options='" + curl + "'\nwget_options='" + wget + "'\n" + BODY
                + "e=$(chown " + ShellScript.quote(owner + ":" + group) + " \"$t\" 2>&1) || no \"$e\"\n"
                + "e=$(chmod " + FileMode.of(mode) + " \"$t\" 2>&1) || no \"$e\"\nplace \"$t\"\nrm -rf -- \"$k\"\n";
        return new ShellScript(text, Payload.of(request()));
    }

    /** In the form of curl's configuration, which goes through standard input. */
    private String request() {
        StringBuilder request = new StringBuilder("url = ").append(quoted(url)).append('\n');
        new TreeMap<>(headers).forEach((name, value) ->
                request.append("header = ").append(quoted(name + ": " + value)).append('\n'));
        return request.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public Reversal reversal() {
        return Before.restore(path, before, null);
    }
}
