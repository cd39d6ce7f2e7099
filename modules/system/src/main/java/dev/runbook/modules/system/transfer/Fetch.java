package dev.runbook.modules.system.transfer;

import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has the host fetch a file: into a private file beside its place, verified, then renamed. With a checksum, what an
 * earlier try left there is continued.
 *
 * @param path absolute
 * @param headers may hold secrets: they reach curl and GNU wget through a private file
 * @param sha256 what it must have, or null
 */
record Fetch(
        String path,
        String url,
        Map<String, String> headers,
        @Nullable String sha256,
        int mode,
        String owner,
        String group,
        Duration timeout,
        int retries)
        implements FileAction {
    Fetch {
        headers = Map.copyOf(headers);
    }

    @Override
    public String summary() {
        return "download " + path;
    }

    @Override
    public @Nullable Left at(String asked) {
        FileInfo info = new FileInfo(
                FileInfo.Type.FILE, mode, owner, group, FileInfo.NOT_YET, FileInfo.NOT_YET, null);
        return asked.equals(path) ? Left.Stands.file(info, sha256) : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    /** What an interrupted download leaves, and the next one continues; only for the same file with the same checksum. */
    private String part() {
        String id = Content.sha256((url + " " + sha256).getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        return Paths.below(Paths.parent(path), "." + Paths.name(path) + ".part-" + id);
    }

    @Override
    public ShellScript script() {
        StringBuilder script = new StringBuilder();
        script.append("p=").append(ShellScript.quote(path)).append('\n');
        script.append("t=").append(ShellScript.quote(part())).append('\n');
        script.append("u=").append(ShellScript.quote(url)).append('\n');
        script.append("h=").append(headers.isEmpty() ? "" : "1").append('\n');
        script.append("sum=").append(sha256 == null ? "" : sha256).append('\n');
        script.append("seconds=").append(Math.max(1, timeout.toSeconds())).append('\n');
        script.append("tries=").append(retries + 1).append('\n');
        script.append("attributes=").append(ShellScript.quote(owner + ":" + group)).append('\n');
        script.append("mode=").append(FileMode.octal(mode)).append('\n');
        script.append(SCRIPT);
        return new ShellScript(script.toString(), headers.isEmpty() ? null : Payload.of(headerLines()));
    }

    private String headerLines() {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(headers).forEach((name, value) ->
                lines.append(name).append(": ").append(value.replaceAll("[\\r\\n]", " ")).append('\n'));
        return lines.toString();
    }

    private static final String SCRIPT =
            """
            umask 077
            w=
            clean() { if [ -n "$w" ]; then rm -rf -- "$w"; fi; }
            trap 'r=$?; trap - EXIT; clean; exit $r' EXIT
            trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 141' PIPE; trap 'exit 143' TERM
            no() { printf '%s\\n' "$1" >&2; exit 1; }
            if [ -n "$h" ]; then
              if command -v mktemp >/dev/null 2>&1; then w=$(mktemp -d) || no 'no room for a temporary directory'
              else w=/tmp/.runbook.$$; mkdir "$w" || no 'no room for a temporary directory'; fi
              cat >"$w/headers"
              sed -e 's/\\\\/\\\\\\\\/g' -e 's/"/\\\\"/g' -e 's/^/header = "/' -e 's/$/"/' "$w/headers" >"$w/curl"
              sed -e 's/^/header = /' "$w/headers" >"$w/wget"
            fi
            get() {
              if command -v curl >/dev/null 2>&1; then
                set -- -fsSL --connect-timeout "$seconds" --speed-limit 1 --speed-time "$seconds" -o "$t"
                if [ -n "$h" ]; then set -- "$@" -K "$w/curl"; fi
                if [ -s "$t" ]; then set -- "$@" -C -; fi
                curl "$@" -- "$u"
              elif wget --version 2>/dev/null | grep -q GNU; then
                set -- -nv --timeout="$seconds" --tries=1 -O "$t"
                if [ -n "$h" ]; then set -- "$@" --config="$w/wget"; fi
                if [ -s "$t" ]; then set -- "$@" -c; fi
                wget "$@" -- "$u"
              elif command -v wget >/dev/null 2>&1; then
                if [ -n "$h" ]; then no 'this wget would show the headers to every user of the host: install curl'; fi
                set -- -q -T "$seconds" -O "$t"
                if [ -s "$t" ]; then set -- "$@" -c; fi
                wget "$@" "$u"
              else
                no 'there is neither curl nor wget on this host'
              fi
            }
            good() {
              [ -z "$sum" ] && return 0
              s=$(sha256sum <"$t") || return 1
              [ "${s%% *}" = "$sum" ]
            }
            if [ -z "$sum" ]; then rm -f -- "$t"; fi
            n=1
            resumed=
            while :; do
              if [ -s "$t" ]; then
                if good && [ -n "$sum" ]; then break; fi
                resumed=1
              fi
              if e=$(get 2>&1 </dev/null) && [ -e "$t" ]; then
                if good; then break; fi
                rm -f -- "$t"
                if [ -n "$resumed" ]; then resumed=; continue; fi
                no "what $u gave has another checksum: ${s%% *} instead of $sum"
              fi
              if [ "$n" -ge "$tries" ]; then no "$u could not be fetched: $e"; fi
              case $e in *'(22)'*404*|*'ERROR 404'*|*'(22)'*40[13]*|*'ERROR 40'[13]*) rm -f -- "$t"; no "$u could not be fetched: $e" ;; esac
              if [ -n "$resumed" ]; then rm -f -- "$t"; resumed=; fi
              sleep "$n"
              n=$((n + 1))
            done
            e=$(chown "$attributes" "$t" 2>&1) || no "$e"
            e=$(chmod "$mode" "$t" 2>&1) || no "$e"
            e=$(mv -f -- "$t" "$p" 2>&1) || no "$e"
            """;
}
