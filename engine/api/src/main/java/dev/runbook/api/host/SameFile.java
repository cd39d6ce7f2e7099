package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether two paths are names of one file (hard links, or links followed); false where either is absent.
 *
 * @param one absolute
 * @param other absolute
 */
public record SameFile(String one, String other) implements FileQuery<Boolean> {
    @Override
    public Probe<SameFile, Boolean> probe() {
        return SameProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "whether " + one + " and " + other + " are the same file";
    }

    @Override
    public Answer<Boolean> after(FileAction action, Answer<Boolean> before) {
        if (action instanceof MakeLink link && link.hard() && link.path().equals(one) && link.target().equals(other)) {
            return Answer.of(true);
        }
        Left left = action.at(one);
        Left right = action.at(other);
        boolean kept = (left == null || left instanceof Left.Altered) && (right == null || right instanceof Left.Altered);
        if (kept) {
            return before;
        }
        boolean replaced = left instanceof Left.Gone || right instanceof Left.Gone
                || left instanceof Left.Stands stands && !stands.info().isLink();
        return replaced ? Answer.of(false) : Answer.unknown(action.summary());
    }

    private enum SameProbe implements Probe<SameFile, Boolean> {
        INSTANCE;

        @Override
        public String script(List<SameFile> queries) {
            StringBuilder script = new StringBuilder("q() { if [ \"$1\" -ef \"$2\" ]; then echo 1; else echo 0; fi; }\n");
            queries.forEach(query -> script.append("q ")
                    .append(ShellScript.quote(List.of(query.one(), query.other()))).append('\n'));
            return script.toString();
        }

        @Override
        public List<Boolean> parse(List<SameFile> queries, CommandOutput output) {
            String[] lines = output.stdout().split("\n");
            List<Boolean> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                answers.add(i < lines.length && lines[i].equals("1"));
            }
            return answers;
        }
    }
}
