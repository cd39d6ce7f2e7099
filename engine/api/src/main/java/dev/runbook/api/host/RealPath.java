package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.List;

/**
 * The path with every link in it followed; itself where a directory on the way does not exist.
 *
 * @param path absolute
 */
public record RealPath(String path) implements FileQuery<String> {
    @Override
    public Probe<RealPath, String> probe() {
        return RealPathProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "real path of " + path;
    }

    @Override
    public Answer<String> after(FileAction action, Answer<String> before) {
        String real = before instanceof Answer.Known<String>(var known) ? known : path;
        for (String start : List.of(path, real)) {
            for (String at = start; !at.equals("/"); at = Paths.parent(at)) {
                if (action.at(at) instanceof Left.Stands stands && stands.info().isLink()) {
                    return Answer.unknown("where " + path + " leads to changes before");
                }
            }
        }
        // What stood at the end may have been a link, and is none any more.
        return action.at(path) instanceof Left.Stands && !real.equals(path)
                ? Answer.unknown("where " + path + " leads to changes before")
                : before;
    }

    private enum RealPathProbe implements Probe<RealPath, String> {
        INSTANCE;

        @Override
        public String script(List<RealPath> queries) {
            StringBuilder script = new StringBuilder(
                    "q() { readlink -f -- \"$1\" 2>/dev/null || printf '%s\\n' \"$1\"; printf '\\0'; }\n");
            queries.forEach(query -> script.append("q ").append(ShellScript.quote(query.path())).append('\n'));
            return script.toString();
        }

        @Override
        public List<String> parse(List<RealPath> queries, CommandOutput output) {
            Fields fields = new Fields(output.out(), output.stderr());
            List<String> answers = new ArrayList<>();
            for (RealPath query : queries) {
                String line = fields.text();
                answers.add(line.length() > 1 ? line.substring(0, line.length() - 1) : query.path());
            }
            return answers;
        }
    }
}
