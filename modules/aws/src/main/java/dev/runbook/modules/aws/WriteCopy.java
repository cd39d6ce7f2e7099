package dev.runbook.modules.aws;

import dev.runbook.api.Answer;
import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.WriteFile;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object that was fetched, whole or not at all, and then notes it in the list beside it: one that was written but
 * not noted is fetched again.
 *
 * @param name relative to the directory
 * @param parcel where it is when this is performed
 */
record WriteCopy(
        String directory, String name, StoredObject object, int mode, String owner, String group, Parcel parcel)
        implements FileAction, SimulatedAction {
    private String path() {
        return directory + "/" + name;
    }

    private String list() {
        return LocalCopies.list(directory);
    }

    private WriteFile write(Payload payload) {
        return new WriteFile(path(), payload, mode, owner, group, null);
    }

    @Override
    public String summary() {
        return "write " + path();
    }

    @Override
    public @Nullable Left at(String asked) {
        if (asked.equals(list())) {
            return new Left.Unsure("what is noted in " + list() + " is known once the objects are fetched");
        }
        return asked.equals(path())
                ? Left.Stands.file(new FileInfo(FileInfo.Type.FILE, mode, owner, group, object.size(), FileInfo.NOT_YET, null),
                        (String) null)
                : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path(), list());
    }

    @Override
    @SuppressWarnings("unchecked") // copies are asked for by name
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query.equals(new LocalCopies(directory))
                ? (Answer<T>) LocalCopies.with((Answer<Map<String, LocalCopies.Copy>>) before, name,
                        new LocalCopies.Copy(object.size(), LocalCopies.etag(object)))
                : FileAction.super.after(query, before);
    }

    @Override
    public ShellScript script() {
        Payload payload = parcel.payload(object);
        ShellScript write = write(payload).script();
        return new ShellScript(
                write.text() + "printf '%s' " + ShellScript.quote(LocalCopies.line(payload.sha256(), object, name)) + " >>"
                        + ShellScript.quote(list()) + " || exit 1\n",
                write.input());
    }

    @Override
    public void simulate(Machine machine) {
        Payload payload = parcel.payload(object);
        machine.carryOut(write(payload));
        var lines = new ByteArrayOutputStream();
        byte[] before = machine.read(list());
        lines.writeBytes(before == null ? new byte[0] : before);
        lines.writeBytes(LocalCopies.line(payload.sha256(), object, name).getBytes(StandardCharsets.UTF_8));
        machine.carryOut(new WriteFile(list(), Payload.of(lines.toByteArray()), 0600, owner, group, null));
    }
}
