package dev.runbook.modules.system.transfer;

import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.Paths;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive: into a private directory at the destination, then each entry is renamed to its place, so that a
 * program that is running keeps its old file and no half-written one is ever seen.
 *
 * @param archive its path on the host, or null where {@code payload} is sent
 * @param names the archive's own names of what is unpacked; empty where they are not known beforehand
 * @param sure what is known to be there afterwards, by path relative to {@code dest}
 */
record Unpack(
        String dest,
        @Nullable String archive,
        @Nullable Payload payload,
        String shownName,
        MemberFilter filter,
        @Nullable Integer mode,
        String owner,
        String group,
        Map<String, FileInfo> sure)
        implements FileAction, SimulatedAction {
    Unpack {
        sure = Map.copyOf(sure);
    }

    @Override
    public String summary() {
        return "unpack " + shownName + " into " + dest;
    }

    @Override
    public @Nullable Left at(String asked) {
        if (asked.equals(dest) || !Paths.within(asked, dest)) {
            return null;
        }
        String relative = asked.substring(dest.equals("/") ? 1 : dest.length() + 1);
        FileInfo known = sure.get(relative);
        if (known != null) {
            return known.isDirectory() ? Left.Stands.directory(known) : Left.Stands.file(known, (String) null);
        }
        boolean mayCome = filter.include().isEmpty()
                || !filter.allLiteral()
                || filter.literalNames().stream().anyMatch(name -> Paths.within("/" + relative, "/" + name));
        return mayCome ? new Left.Unsure("it may come with " + shownName) : null;
    }

    @Override
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        sure.keySet().stream().sorted().forEach(name -> paths.add(Paths.below(dest, name)));
        return paths;
    }

    @Override
    public boolean touches(dev.runbook.api.Query<?> query) {
        return true;
    }

    @Override
    public ShellScript script() {
        StringBuilder script = new StringBuilder();
        script.append("d=").append(ShellScript.quote(dest)).append('\n');
        script.append("a=").append(archive == null ? "" : ShellScript.quote(archive)).append('\n');
        script.append("strip=").append(filter.strip()).append('\n');
        script.append("attributes=").append(ShellScript.quote(owner + ":" + group)).append('\n');
        script.append("mode=").append(mode == null ? "" : FileMode.octal(mode)).append('\n');
        script.append("wanted() {\n");
        if (!filter.exclude().isEmpty()) {
            script.append("  case $1 in ").append(patterns(filter.exclude())).append(") return 1 ;; esac\n");
        }
        if (!filter.include().isEmpty()) {
            script.append("  case $1 in ").append(patterns(filter.include())).append(") return 0 ;; esac\n  return 1\n");
        }
        script.append("  return 0\n}\n");
        script.append(SCRIPT);
        return new ShellScript(script.toString(), payload);
    }

    /** As patterns of {@code case}: the name itself, or anything below it. */
    private static String patterns(List<String> globs) {
        List<String> patterns = new ArrayList<>();
        for (String glob : globs) {
            StringBuilder quoted = new StringBuilder();
            String bare = glob.endsWith("/") ? glob.substring(0, glob.length() - 1) : glob;
            for (char c : bare.toCharArray()) {
                quoted.append(c == '*' || c == '?' ? String.valueOf(c) : ShellScript.quote(String.valueOf(c)));
            }
            patterns.add(quoted.toString());
            patterns.add(quoted + "/*");
        }
        return String.join("|", patterns);
    }

    private static final String SCRIPT =
            """
            umask 022
            w=
            trap 'r=$?; trap - EXIT; if [ -n "$w" ]; then rm -rf -- "$w"; fi; exit $r' EXIT
            trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 141' PIPE; trap 'exit 143' TERM
            no() { printf '%s\\n' "cannot unpack into $d: $1" >&2; exit 1; }
            if command -v mktemp >/dev/null 2>&1; then w=$(mktemp -d "$d/.runbook.XXXXXXXXXX" 2>&1) || { e=$w; w=; no "$e"; }
            else w=$d/.runbook.$$; mkdir -m 700 "$w" || no 'no temporary directory'; fi
            if [ -z "$a" ]; then a=$w/archive; e=$(cat 2>&1 >"$a") || no "$e"; fi
            mkdir "$w/all" || no 'no room'
            m=$(head -c 2 <"$a")
            if [ "$m" = PK ]; then
              command -v unzip >/dev/null 2>&1 || no 'there is no unzip on this host'
              e=$(unzip -q "$a" -d "$w/all" 2>&1) || no "$e"
            else
              e=$(tar -xf "$a" -C "$w/all" 2>&1) || no "$e"
            fi
            from=$w/all
            cd "$from" || exit
            find . ! -name . | sed 's|^\\./||' | LC_ALL=C sort >"$w/names"
            while IFS= read -r n; do
              s=$n
              i=0
              while [ "$i" -lt "$strip" ]; do
                case $s in */*) s=${s#*/} ;; *) s= ;; esac
                i=$((i + 1))
              done
              if [ -z "$s" ] || ! wanted "$s"; then continue; fi
              t=$d/$s
              if [ -d "$n" ] && [ ! -L "$n" ]; then
                if [ ! -d "$t" ]; then e=$(mkdir -p -- "$t" 2>&1) || no "$e"; fi
                chown "$attributes" "$t" || no "cannot set the owner of $t"
                continue
              fi
              case $s in */*) if [ ! -d "${t%/*}" ]; then e=$(mkdir -p -- "${t%/*}" 2>&1) || no "$e"; fi ;; esac
              e=$(chown -h "$attributes" "$n" 2>&1) || no "$e"
              if [ ! -L "$n" ]; then
                if [ -n "$mode" ]; then chmod "$mode" "$n" || no "cannot set the mode of $t"; fi
              fi
              if [ -d "$t" ] && [ ! -L "$t" ]; then no "$t is a directory, and the archive has a file there"; fi
              e=$(mv -f -- "$n" "$t" 2>&1) || no "$e"
            done <"$w/names"
            """;

    @Override
    public void simulate(Machine machine) {
        SimulatedArchive.unpack(this, machine);
    }
}
