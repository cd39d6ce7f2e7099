package dev.runbook.modules.aws;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The module {@code cloudwatch_export}. */
@Module(
        name = "cloudwatch_export",
        summary = "Exports a log group of CloudWatch to a bucket in S3 and waits until it is there",
        description = {
            "An export of the same log group, from, to, bucket and prefix that has completed is not made again; one that is"
                    + " under way is waited for. AWS runs one export at a time in an account: while another one runs, it is"
                    + " waited for too.",
            "The bucket must be in the region of the log group, and its policy must let CloudWatch Logs write to it."
                    + " `manage_bucket_policy` adds what is missing and leaves all other statements as they are.",
            "A time that is relative (`-7d`, `now`) is rounded down, a duration to its own unit and `now` to the hour, so"
                    + " that a second run soon after the first means the same export. AWS may need up to 12 hours until"
                    + " the newest events can be exported."
        },
        formerNames = {"aws_logs_export", "create_export_task"},
        examples = {
            "cloudwatch_export:\n  log_group: flask-app\n  from: 2024-09-01\n  to: 2024-10-01\n  bucket: flask-app-logs\n"
                    + "  prefix: cloudwatch-logs\n  region: us-west-2",
            "cloudwatch_export: {log_group: flask-app, from: -7d, bucket: flask-app-logs, manage_bucket_policy: true}"
        },
        controllerOnly = true)
public final class CloudwatchExportModule
        implements ResourceModule<CloudwatchExportModule.Parameters, CloudwatchExportModule.State> {
    /** Parameters of {@code cloudwatch_export}. */
    public record Parameters(
            @Param(value = "The log group.", aliases = "log_group_name") String logGroup,
            @Param("The time of the first event: ISO 8601 (UTC where it names no offset), milliseconds since 1970, or a"
                            + " duration before now such as `-7d`, `-12h`, `-30m`.")
                    String from,
            @Param(value = "The time before which events are exported; written as `from`, or `now`.", defaultValue = "now")
                    String to,
            @Param(value = "The bucket.", aliases = "destination") String bucket,
            @Param(
                            value = "What keys begin with. Slashes at its ends are taken away.",
                            aliases = "destination_prefix",
                            defaultValue = "exportedlogs")
                    String prefix,
            @Param(
                            value = "Whether what the bucket's policy lacks is added to it. Otherwise a policy that does not"
                                    + " let CloudWatch Logs write is an error.",
                            defaultValue = "false")
                    boolean manageBucketPolicy,
            @Param(value = "The longest time to wait, for another export and for this one.", defaultValue = "1h") Duration timeout,
            @Param(AccountTexts.REGION) @Nullable String region,
            @Param(AccountTexts.PROFILE) @Nullable String profile,
            @Param(AccountTexts.ACCESS_KEY) @Nullable Secret accessKey,
            @Param(AccountTexts.SECRET_KEY) @Nullable Secret secretKey,
            @Param(AccountTexts.SESSION_TOKEN) @Nullable Secret sessionToken,
            @Param(AccountTexts.ENDPOINT) @Nullable String endpoint) {
        public Parameters {
            new Account(region, profile, accessKey, secretKey, sessionToken, endpoint);
            BucketNames.check("bucket", bucket);
            if (!logGroup.matches("[.\\-_/#A-Za-z0-9]{1,512}")) {
                throw new InvalidParameterException("logGroup", "\"" + logGroup
                        + "\" is no name of a log group; it has letters, digits and . - _ / #, and is given by name, not by ARN");
            }
            Instant now = Instant.now();
            if (Times.millis("from", from, now) >= Times.millis("to", to, now)) {
                throw new InvalidParameterException("to", "must be later than from");
            }
        }

        Account account() {
            return new Account(region, profile, accessKey, secretKey, sessionToken, endpoint);
        }

        ExportTask.Export export(Instant now) {
            return new ExportTask.Export(logGroup, Times.millis("from", from, now), Times.millis("to", to, now), bucket,
                    ExportTask.Export.prefix(prefix));
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param policy of the bucket, where it is managed and there is one
     * @param export null where there is none yet
     * @param wanted which export is meant
     * @param taskId given by AWS; null where there is no export
     * @param objects what the export wrote
     * @param bytes of all of them
     * @param lastFailure why the last attempt at this export failed or was cancelled, as AWS says; null where none did, or it
     *     has completed since
     */
    public record State(
            @Nullable Content policy,
            @Nullable Exported export,
            @Observed(internal = true) Plan wanted,
            @Observed Value<String> taskId,
            @Observed Value<List<Written>> objects,
            @Observed Value<Long> bytes,
            @Observed @Nullable String lastFailure) {}

    /**
     * An export, for people.
     *
     * @param status as AWS has it
     */
    public record Exported(String logGroup, String from, String to, String destination, String status) {}

    /** @param policy what the bucket's policy should be; null where it is left alone */
    record Plan(ExportTask.Export export, @Nullable String policy) {}

    /** An object that an export wrote. */
    public record Written(String key, long size) {}

    @Override
    public State observe(Parameters parameters, World world) {
        Account account = parameters.account();
        ExportTask.Export export = parameters.export(Instant.now());
        String region = world.ask(new StorageQueries.Region(account));
        requireLogGroup(parameters, account, region, world);
        requireBucket(parameters, account, region, world);
        ExportTask task = find(export, world.ask(new LogQueries.ExportTasks(account))).orElse(null);
        String policy = policy(parameters, account, region, task, world);
        String now = parameters.manageBucketPolicy()
                ? BucketPolicies.normal(world.ask(new StorageQueries.BucketPolicy(account, parameters.bucket())))
                : null;
        return state(new Plan(export, policy), now, task, account, world);
    }

    private static @Nullable String failure(ExportTask.Export export, List<ExportTask> tasks) {
        return tasks.stream()
                .filter(task -> task.export().equals(export) && !task.completed() && !task.active())
                .reduce((earlier, later) -> later)
                .map(task -> task.status() + ": " + task.reason() + " (task " + task.id() + ")")
                .orElse(null);
    }

    private static State state(
            Plan plan, @Nullable String policy, @Nullable ExportTask task, Account account, World world) {
        Content content = policy == null ? null : Content.of(policy);
        if (task == null) {
            String failure = failure(plan.export(), world.ask(new LogQueries.ExportTasks(account)));
            return new State(content, null, plan, Value.of(null), Value.of(List.of()), Value.of(0L), failure);
        }
        Exported exported = exported(plan.export(), task.status());
        if (!task.completed() || task.id().isEmpty()) {
            String why = "known once the export has run";
            Value<String> id = task.id().isEmpty() ? Value.later("given by AWS") : Value.of(task.id());
            return new State(content, exported, plan, id, Value.later(why), Value.later(why), null);
        }
        List<Written> written = world
                .ask(new StorageQueries.Objects(
                        account, plan.export().bucket(), plan.export().prefix() + "/" + task.id() + "/"))
                .stream()
                .filter(object -> !object.trial())
                .map(object -> new Written(object.key(), object.size()))
                .toList();
        long bytes = written.stream().mapToLong(Written::size).sum();
        return new State(content, exported, plan, Value.of(task.id()), Value.of(written), Value.of(bytes), null);
    }

    private static Exported exported(ExportTask.Export export, String status) {
        return new Exported(export.logGroup(), Times.show(export.from()), Times.show(export.to()),
                "s3://" + export.bucket() + "/" + export.prefix(), status);
    }

    /** A completed one before one under way; what failed or was cancelled does not count. */
    private static Optional<ExportTask> find(ExportTask.Export export, List<ExportTask> tasks) {
        List<ExportTask> equal = tasks.stream().filter(task -> task.export().equals(export)).toList();
        return equal.stream().filter(ExportTask::completed).findFirst()
                .or(() -> equal.stream().filter(ExportTask::active).findFirst());
    }

    private static void requireLogGroup(Parameters parameters, Account account, String region, World world) {
        List<LogGroup> near = world.ask(new LogQueries.LogGroups(account, parameters.logGroup()));
        if (near.stream().noneMatch(group -> group.name().equals(parameters.logGroup()))) {
            List<String> hints = near.isEmpty()
                    ? List.of("cloudwatch_assess lists the log groups of a region.")
                    : List.of("There is " + String.join(", ", near.stream().limit(5).map(LogGroup::name).toList()) + ".");
            throw new TaskFailedException(
                    "there is no log group " + parameters.logGroup() + " in " + region, null, hints);
        }
    }

    private static void requireBucket(Parameters parameters, Account account, String region, World world) {
        String bucket = parameters.bucket();
        String place = world.ask(new StorageQueries.BucketRegion(account, bucket));
        if (place == null) {
            throw new TaskFailedException("there is no bucket " + bucket, null, List.of("Create it in " + region + "."));
        }
        if (!place.equals(region) && account.endpoint() == null) {
            throw new TaskFailedException(
                    "the bucket " + bucket + " is in " + place + ", the log group in " + region
                            + "; CloudWatch Logs exports only to a bucket in its own region");
        }
    }

    /** What the policy should be; null where it is not managed. A finished export needs none any more. */
    private static @Nullable String policy(
            Parameters parameters, Account account, String region, @Nullable ExportTask task, World world) {
        boolean done = task != null && task.completed();
        if (done && !parameters.manageBucketPolicy()) {
            return null;
        }
        String present = world.ask(new StorageQueries.BucketPolicy(account, parameters.bucket()));
        var policies = new BucketPolicies(region, world.ask(new StorageQueries.AccountNumber(account)), parameters.bucket());
        boolean allowed = policies.allows(present, ExportTask.Export.prefix(parameters.prefix()));
        if (parameters.manageBucketPolicy()) {
            return allowed ? BucketPolicies.normal(present) : policies.with(present);
        }
        if (!allowed) {
            throw new TaskFailedException(
                    "the policy of the bucket " + parameters.bucket() + " does not let CloudWatch Logs write to it",
                    null,
                    List.of("Give the task manage_bucket_policy: true, or give the bucket this policy:\n"
                            + policies.with(present)));
        }
        return null;
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        Plan plan = current.wanted();
        Exported done = exported(plan.export(), "COMPLETED");
        String policy = plan.policy();
        Content content = policy == null ? current.policy() : Content.of(policy);
        if (done.equals(current.export())) {
            return new State(content, done, plan, current.taskId(), current.objects(), current.bytes(),
                    current.lastFailure());
        }
        boolean begun = current.export() != null;
        return new State(content, done, plan, begun ? current.taskId() : Value.later("given by AWS"),
                Value.later("known once the export has run"), Value.later("known once the export has run"),
                current.lastFailure());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        List<Action> actions = new ArrayList<>();
        Account account = parameters.account();
        String policy = current.wanted().policy();
        if (policy != null && !Objects.equals(current.policy(), wanted.policy())) {
            Content before = current.policy();
            actions.add(new SetBucketPolicy(
                    account, parameters.bucket(), policy, before == null ? null : before.text()));
        }
        if (!Objects.equals(current.export(), wanted.export())) {
            actions.add(new RunExport(account, current.wanted().export(), parameters.timeout()));
        }
        return actions;
    }

    @Override
    public String target(Parameters parameters) {
        return "export of " + parameters.logGroup();
    }

    @Override
    public boolean exists(State state) {
        return state.export() != null;
    }
}
