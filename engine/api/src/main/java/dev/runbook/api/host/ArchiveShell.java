package dev.runbook.api.host;

/** Shell that reads archives, told apart by their first bytes: tar, plain or compressed, and zip. */
final class ArchiveShell {
    /**
     * {@code kind FILE} prints tar, gzip, xz, bzip2, zstd or zip. {@code open FILE KIND} writes the tar inside to
     * standard output. {@code needs KIND} prints the program that is missing, if one is. {@code names FILE KIND} lists
     * the members, one a line.
     */
    static final String FUNCTIONS =
            """
            kind() {
              case $(od -An -tx1 -N6 <"$1" 2>/dev/null | tr -d ' \\n') in
                1f8b*) echo gzip ;;
                fd377a585a00) echo xz ;;
                425a68*) echo bzip2 ;;
                28b52ffd*) echo zstd ;;
                504b*) echo zip ;;
                *) echo tar ;;
              esac
            }
            needs() {
              case $1 in
                zip) set -- unzip ;;
                tar) set -- tar ;;
                *) set -- tar "$1" ;;
              esac
              for program do command -v "$program" >/dev/null 2>&1 || { echo "$program"; return; }; done
            }
            open() {
              case $2 in
                tar) cat <"$1" ;;
                # What follows a damaged archive makes tar fail too; 2 is gzip's warning about bytes at the end.
                *) "$2" -dc <"$1" || [ $? -eq 2 ] || printf '%02048d' 1 ;;
              esac
            }
            gnu() { tar --version 2>/dev/null | grep -q GNU; }
            names() {
              if [ "$2" = zip ]; then
                LC_ALL=C.UTF-8 unzip -l "$1" | sed -n '/^ *-----/,/^ *-----/{/^ *-----/d;s/^ *[0-9]*  *[0-9-]*  *[0-9:]*  *//p;}'
              elif gnu; then
                open "$1" "$2" | tar -tf - --quoting-style=literal
              else
                open "$1" "$2" | tar -tf -
              fi
            }
            """;

    private ArchiveShell() {}
}
