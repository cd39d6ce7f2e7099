package dev.runbook.api.host;

import dev.runbook.api.FileMode;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive into a directory. It is unpacked whole into a private directory inside first, and put in place from
 * there file by file, so that a damaged archive or a full disk changes nothing. Files belong to the user who unpacks
 * unless owner and group say otherwise; permissions are those in the archive unless mode says otherwise.
 *
 * @param source the archive, sent or on the host
 * @param directory absolute; must exist
 * @param strip how many leading components of the names are left out
 * @param choice which members are unpacked
 * @param changes the members that change something, or null where that is not known
 * @param mode of files, not of directories; null for those of the archive
 * @param known where it is not known what is in the archive: the only paths that may change, or null for any below
 */
public record ExtractArchive(
        WriteFile.Source source,
        String directory,
        int strip,
        MemberChoice choice,
        @Nullable List<String> changes,
        @Nullable String owner,
        @Nullable String group,
        @Nullable FileMode mode,
        @Nullable List<String> known)
        implements FileAction {
    private static final String BODY =
            """
            if [ ! -d "$p" ]; then fail 'it is not a directory'; fi
            beside "$p"
            """;

    private static final String UNPACK =
            """
            k=$(kind "$a")
            x=$(needs "$k")
            if [ -n "$x" ]; then fail "$x is not on the host"; fi
            umask 022
            mkdir -m 700 -- "$w/x" "$w/y"
            if [ -n "$filtered" ]; then
              names "$a" "$k" 2>/dev/null | while IFS= read -r m; do
                if chosen "$m"; then printf '%s\\n' "$m"; fi
              done >"$w/members"
              if [ ! -s "$w/members" ]; then fail 'nothing in the archive is chosen, or it is damaged'; fi
            fi
            if [ "$k" = zip ]; then
              if [ -n "$filtered" ]; then
                set --
                while IFS= read -r m; do
                  set -- "$@" "$(printf '%s\\n' "$m" | sed 's/[][*?\\\\]/\\\\&/g')"
                done <"$w/members"
              else
                set --
              fi
              e=$(LC_ALL=C.UTF-8 unzip -q -o "$a" "$@" -d "$w/x" 2>&1 </dev/null) || fail "$e"
              i=0
              while [ $i -lt "$strip" ]; do
                for e in "$w"/x/* "$w"/x/.[!.]*; do
                  if [ -d "$e" ] && [ ! -L "$e" ]; then (cd "$e" && merge "$w/y" mv -f --); fi
                done
                rm -rf -- "$w/x"; mv -- "$w/y" "$w/x"; mkdir -m 700 -- "$w/y"
                i=$((i+1))
              done
            else
              set -- -xpof - -C "$w/x" --strip-components="$strip"
              if gnu; then
                set -- --verbatim-files-from --delay-directory-restore "$@"
                if [ -n "$filtered" ]; then set -- "$@" --no-recursion -T "$w/members"; fi
              elif [ -n "$filtered" ]; then
                while IFS= read -r m; do
                  case $m in */) ;; *) set -- "$@" "$(printf '%s\\n' "$m" | sed 's/[][*?\\\\]/\\\\&/g')" ;; esac
                done <"$w/members"
              fi
              e=$( open "$a" "$k" 2>/dev/null | { tar "$@" 2>&1 || echo 'the archive is damaged or the disk is full'; } )
            """;

    private static final String PLACE =
            """
            e=$(cd "$w/x" && merge "$p" put 2>&1) || no "$e"
            """;

    private static final String FUNCTIONS =
            """
            # merge DIRECTORY COMMAND...: runs COMMAND ENTRY DIRECTORY for everything here
            merge() {
              to=$1
              shift
              for m in * .[!.]* ..?*; do
                if [ -e "$m" ] || [ -L "$m" ]; then "$@" "$m" "$to/" || return; fi
              done
            }
            put() { cp -alf -- "$1" "$2" 2>/dev/null || cp -af -- "$1" "$2"; }
            """;

    @Override
    public String summary() {
        return "unpack " + (source instanceof WriteFile.OnHost there ? there.path() : "an archive") + " into " + directory;
    }

    /** Whether this puts a member in place that the query asks about. */
    boolean unpacks(ArchiveDifferences query, String member) {
        return source instanceof WriteFile.OnHost there && there.path().equals(query.archive())
                && directory.equals(query.directory()) && strip == query.strip()
                && choice.chooses(member);
    }

    @Override
    public @Nullable Left at(String asked) {
        if (asked.equals(directory) || !Paths.within(asked, directory)) {
            return null;
        }
        List<String> touched = changes != null
                ? changes.stream().map(name -> Paths.below(directory, ArchiveDifferences.stripped(name, strip))).toList()
                : known;
        if (touched != null && touched.stream().noneMatch(path -> Paths.within(asked, path) || Paths.within(path, asked))) {
            return null;
        }
        return new Left.Unsure("what is in the archive is not known before it is unpacked");
    }

    @Override
    public List<String> paths() {
        return changes != null
                ? changes.stream().map(name -> Paths.below(directory, ArchiveDifferences.stripped(name, strip))).toList()
                : known != null ? known : List.of(Paths.below(directory, "*"));
    }

    @Override
    public boolean touches(dev.runbook.api.Query<?> query) {
        return !(query instanceof WhoAmI);
    }

    @Override
    public ShellScript script() {
        StringBuilder script = new StringBuilder(Beside.begin("unpack into", directory))
                .append(ArchiveShell.FUNCTIONS).append(FUNCTIONS).append("strip=").append(strip).append('\n').append(BODY);
        switch (source) {
            case WriteFile.Sent sent -> script.append("a=$w/archive\ne=$(cat 2>&1 >\"$a\") || no \"$e\"\n")
                    .append("if [ $(($(wc -c <\"$a\"))) -ne ").append(sent.payload().size())
                    .append(" ]; then fail 'the archive arrived incomplete'; fi\n");
            case WriteFile.OnHost there -> script.append("a=").append(ShellScript.quote(there.path())).append('\n');
        }
        script.append("filtered=").append(choice.all() ? "" : "1").append('\n').append(choice.functions())
                .append(UNPACK).append("""
                  case $e in
                    *'No space left'*) fail 'No space left on device' ;;
                    *'is damaged or'*) fail "the archive is damaged: ${e%%
                *}" ;;
                  esac
                fi
                """);
        if (owner != null || group != null) {
            String names = (owner == null ? "" : owner) + (group == null ? "" : ":" + group);
            script.append("e=$(find \"$w/x\" -mindepth 1 -exec chown -h ").append(ShellScript.quote(names))
                    .append(" {} + 2>&1) || no \"$e\"\n");
        }
        if (mode != null) {
            String words = mode.symbolic() ? mode.toString().replaceAll("(^|,)(?=[-+=])", "$1a") : mode.toString();
            script.append("e=$(find \"$w/x\" -type f -exec chmod ").append(ShellScript.quote(words))
                    .append(" {} + 2>&1) || no \"$e\"\n");
        }
        return new ShellScript(script.append(PLACE).toString(),
                source instanceof WriteFile.Sent sent ? sent.payload() : null);
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("what the archive replaced in " + directory + " was not kept");
    }
}
