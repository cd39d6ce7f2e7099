package dev.runbook.modules.aws;

import dev.runbook.api.Action;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WhoAmI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The module {@code s3_sync}. */
@Module(
        name = "s3_sync",
        summary = "Fetches the objects below a prefix in S3 to a directory on the host",
        description = {
            "Only what is new or has changed is fetched. Which object a file came from (its ETag) and the file's checksum"
                    + " are noted in `.s3_sync` in the directory; a file that was changed on the host is fetched again. Each"
                    + " file is put in place whole or not at all.",
            "The engine fetches the objects and sends them to the host over its connection: the host needs no"
                    + " credentials, no tools of AWS and no way to S3. They rest meanwhile in a private directory where the"
                    + " engine runs, at most 64 MiB or one object of them at a time.",
            "`aws-logs-write-test`, which CloudWatch leaves beside an export, and keys that end with a slash are left out.",
            "With `delete: true` a file whose object is gone is removed, if this module fetched it; other files are never"
                    + " touched."
        },
        formerNames = {"aws_s3", "amazon.aws.aws_s3", "community.aws.s3_sync"},
        examples = {
            "s3_sync: {bucket: flask-app-logs, prefix: cloudwatch-logs, dest: /var/lib/cloudwatch-logs, region: us-west-2}",
            "s3_sync: {bucket: flask-app-logs, prefix: '@{export.task_id}', dest: /srv/logs, delete: true, mode: 0640}"
        })
public final class S3SyncModule implements ResourceModule<S3SyncModule.Parameters, S3SyncModule.State> {
    private static final long BATCH_BYTES = 64L * 1024 * 1024;
    private static final int BATCH_OBJECTS = 200;

    /** Parameters of {@code s3_sync}. */
    public record Parameters(
            @Param("The bucket.") String bucket,
            @Param("What the keys begin with, up to a slash: `logs` means all below `logs/`. It is no part of the files' names."
                            + " Left out, the whole bucket is meant.")
                    @Nullable String prefix,
            @Param(value = "The directory on the host, absolute. It is made where it is not there.", aliases = "path")
                    String dest,
            @Param(value = "Whether files that were fetched are removed when their object is gone.", defaultValue = "false")
                    boolean delete,
            @Param(value = "The mode of files, octal. Directories also get what lets them be entered.", defaultValue = "0640")
                    FileMode mode,
            @Param(AccountTexts.REGION) @Nullable String region,
            @Param(AccountTexts.PROFILE) @Nullable String profile,
            @Param(AccountTexts.ACCESS_KEY) @Nullable Secret accessKey,
            @Param(AccountTexts.SECRET_KEY) @Nullable Secret secretKey,
            @Param(AccountTexts.SESSION_TOKEN) @Nullable Secret sessionToken,
            @Param(AccountTexts.ENDPOINT) @Nullable String endpoint) {
        public Parameters {
            new Account(region, profile, accessKey, secretKey, sessionToken, endpoint);
            BucketNames.check("bucket", bucket);
            if (mode.symbolic()) {
                throw new InvalidParameterException("mode", "is octal here, such as 0640");
            }
            if (!dest.startsWith("/") || List.of(dest.split("/")).contains("..") || Paths.normal(dest).equals("/")) {
                throw new InvalidParameterException("dest", "expected the absolute path of a directory, without ..");
            }
        }

        Account account() {
            return new Account(region, profile, accessKey, secretKey, sessionToken, endpoint);
        }

        String directory() {
            return Paths.normal(dest);
        }

        /** What keys begin with: up to and with the slash. */
        String keys() {
            String normal = prefix == null ? "" : prefix.replaceAll("^/+|/+$", "");
            return normal.isEmpty() ? "" : normal + "/";
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param directory whether it is there
     * @param files what the directory has of the bucket, by relative name
     * @param count how many objects there are
     * @param bytes how many bytes they have
     */
    public record State(
            boolean directory,
            Map<String, String> files,
            @Observed int count,
            @Observed long bytes,
            @Observed(internal = true) Seen seen) {}

    /**
     * @param objects by relative name
     * @param copies by relative name
     * @param missing directories that are not there, parents first
     */
    record Seen(
            Map<String, StoredObject> objects,
            Map<String, LocalCopies.Copy> copies,
            List<String> missing,
            WhoAmI.Identity me) {}

    @Override
    public State observe(Parameters parameters, World world) {
        Account account = parameters.account();
        Map<String, StoredObject> objects = new TreeMap<>();
        long bytes = 0;
        for (StoredObject object : world.ask(new StorageQueries.Objects(account, parameters.bucket(), parameters.keys()))) {
            String name = object.key().substring(parameters.keys().length());
            if (!object.trial() && !name.isEmpty() && !name.endsWith("/")) {
                objects.put(safe(name, object.key()), object);
                bytes += object.size();
            }
        }
        String directory = parameters.directory();
        List<String> missing = missing(directory, objects, world);
        Map<String, LocalCopies.Copy> copies = world.ask(new LocalCopies(directory));
        Map<String, String> files = new TreeMap<>();
        copies.forEach((name, copy) -> files.put(name, copy.toString()));
        return new State(!missing.contains(directory), files, objects.size(), bytes,
                new Seen(objects, copies, missing, world.ask(new WhoAmI())));
    }

    /** A key as a path below the directory; it is others who choose keys. */
    static String safe(String name, String key) {
        boolean safe = name.chars().noneMatch(c -> c < ' ' || c == 0x7f) && !name.equals(".s3_sync");
        for (String part : name.split("/", -1)) {
            safe &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!safe) {
            String shown = key.replaceAll("\\p{Cntrl}", "?");
            throw new TaskFailedException("the key \"" + shown + "\" cannot be the name of a file below the directory", null,
                    List.of("Keys with empty parts, with . or .. as a part, or with control characters are refused;"
                            + " choose a prefix without them, or rename the object."));
        }
        return name;
    }

    /** Directories that have to be made, parents first. */
    private static List<String> missing(String directory, Map<String, StoredObject> objects, World world) {
        var needed = new TreeSet<String>();
        for (String path = directory; !path.equals("/"); path = Paths.parent(path)) {
            needed.add(path);
        }
        for (String name : objects.keySet()) {
            for (String path = Paths.parent(directory + "/" + name); !needed.contains(path); path = Paths.parent(path)) {
                needed.add(path);
            }
        }
        world.prefetch(needed.stream().map(path -> new FileStatus(path, true)).toList());
        List<String> missing = new ArrayList<>();
        for (String path : needed) {
            FileInfo info = world.ask(new FileStatus(path, true));
            if (info == null) {
                missing.add(path);
            } else if (!info.isDirectory()) {
                throw new TaskFailedException(path + " is no directory");
            }
        }
        return missing;
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        Map<String, String> files = new TreeMap<>(current.files());
        Map<String, StoredObject> objects = current.seen().objects();
        objects.forEach((name, object) ->
                files.put(name, new LocalCopies.Copy(object.size(), LocalCopies.etag(object)).toString()));
        if (parameters.delete()) {
            files.keySet().retainAll(objects.keySet());
        }
        return new State(true, files, current.count(), current.bytes(), current.seen());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        String directory = parameters.directory();
        Seen seen = current.seen();
        int mode = parameters.mode().apply(0, false);
        List<Action> actions = new ArrayList<>();
        for (String path : seen.missing()) {
            // Whoever may read a directory may enter it.
            int entered = 0700 | mode | (mode & 0444) >> 2;
            actions.add(new MakeDirectory(path, entered, seen.me().user(), seen.me().group()));
        }
        List<WriteCopy> batch = new ArrayList<>();
        Parcel former = null;
        Parcel parcel = new Parcel();
        long bytes = 0;
        for (Map.Entry<String, StoredObject> entry : seen.objects().entrySet()) {
            String name = entry.getKey();
            StoredObject object = entry.getValue();
            if (String.valueOf(wanted.files().get(name)).equals(current.files().get(name))) {
                continue;
            }
            if (!batch.isEmpty() && (bytes + object.size() > BATCH_BYTES || batch.size() == BATCH_OBJECTS)) {
                send(parameters, batch, parcel, former, actions);
                former = parcel;
                parcel = new Parcel();
                bytes = 0;
            }
            batch.add(new WriteCopy(directory, name, object, mode, seen.me().user(), seen.me().group(), parcel));
            bytes += object.size();
        }
        send(parameters, batch, parcel, former, actions);
        for (String name : seen.copies().keySet()) {
            if (!wanted.files().containsKey(name)) {
                actions.add(new RemoveCopy(directory, name));
            }
        }
        return actions;
    }

    private static void send(
            Parameters parameters, List<WriteCopy> batch, Parcel parcel, @Nullable Parcel former, List<Action> actions) {
        if (!batch.isEmpty()) {
            List<StoredObject> objects = batch.stream().map(WriteCopy::object).toList();
            actions.add(new FetchObjects(parameters.account(), parameters.bucket(), objects, parcel, former));
            actions.addAll(batch);
            batch.clear();
        }
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.directory();
    }

    @Override
    public boolean exists(State state) {
        return state.directory();
    }
}
